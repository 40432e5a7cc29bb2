# One image for the web server and the workers: the command chooses. Its files are run as they are, by Node's type
# stripping; only the bundle of the workflows is made beforehand.
# Debian, because the native part of Temporal's SDK needs glibc; Node comes with the image.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Temporal's SDK brings its native part for five platforms; 80 MB of them are for none of Linux.
RUN npm ci --omit=dev --no-audit --no-fund \
  && rm -r node_modules/@temporalio/core-bridge/releases/*-apple-* node_modules/@temporalio/core-bridge/releases/*-windows-*
COPY LICENSE ./
COPY activities ./activities
COPY bin ./bin
COPY src ./src
COPY workflows ./workflows
RUN node src/processes/bundle.ts

FROM node:24-slim
ENV NODE_ENV=production
# Loopback would be this container's own.
ENV HOST=0.0.0.0 PORT=8080
# The image cannot be written to at run time; what Node compiles is kept in the container's own /tmp.
ENV NODE_COMPILE_CACHE=/tmp/node-compile-cache
# V8's space for new objects, in MB: larger, it takes 100 MB more under load and saves no CPU time (docs/benchmarks.md).
ENV NODE_OPTIONS=--max-semi-space-size=16
WORKDIR /app
COPY --from=build /app ./
# For operators: docker compose exec web on24-act-on --help
RUN ln -s /app/bin/on24-act-on.mjs /usr/local/bin/on24-act-on
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
# That the process answers. Whether what it needs is there is told by /readyz, and no reason to restart it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/web.ts"]
