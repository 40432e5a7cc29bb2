/** The API's reference: every operation of the OpenAPI document, and the documents that they take and return. */
import { html, type Html } from '../../html.ts'
import { layout } from '../layout.ts'
import type { ApiDocument, Operation, Schema } from './api-document.ts'
import { documentId, type Field, fieldsOf, schemaWords } from './schema-words.ts'

interface Documented {
  /** `GET /accounts/{id}` */
  readonly call: string
  readonly operation: Operation
}

export function referencePage({ paths, components }: ApiDocument): Html {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      call: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  )
  const documents = Object.entries(components.schemas)
  return layout({
    title: 'API reference',
    operator: null,
    main: html`<h1>API reference</h1>
      <section class="card" aria-labelledby="about">
        <h2 id="about">How to call it</h2>
        <p>
          All paths are below <code>/api/v1</code>. Send one of the tokens in OPERATOR_TOKENS as
          <code>Authorization: Bearer …</code>. Bodies and answers are JSON, times are ISO 8601 in
          UTC. Lists are <code>{"items": […], "nextCursor": …}</code>: send the cursor as
          <code>cursor</code> for the next page. Errors are problem documents (RFC 9457), whose
          <code>detail</code> says what to do. This page shows
          <a href="/openapi.json">/openapi.json</a>, which programs can read.
        </p>
      </section>
      <nav class="card" aria-labelledby="operations">
        <h2 id="operations">Operations</h2>
        <ul class="operations">
          !${operations.map(
            ({ call, operation: { operationId, summary } }) =>
              html`<li>
                <a href="#${operationId}"><code>${call}</code></a> ${summary}
              </li>`,
          )}
        </ul>
      </nav>
      !${operations.map(operationSection)}
      <h2>Documents</h2>
      !${documents.map(([name, schema]) => documentSection(name, schema))}`,
  })
}

function operationSection({ call, operation }: Documented): Html {
  const { operationId, summary, parameters, requestBody, responses } = operation
  const answers = Object.entries(responses)
  return html`<section class="card" aria-labelledby="${operationId}">
    <h2 id="${operationId}"><code>${call}</code></h2>
    <p>${summary}.</p>
    !${fieldList(
      'Parameters',
      parameters.map(({ name, required, schema }) => ({ name, isRequired: required, schema })),
    )}
    !${Object.values(requestBody?.content ?? {}).map(
      ({ schema }) =>
        html`<h3>Body</h3>
          <p>!${schemaWords(schema)}${requestBody?.required === true ? '' : ', may be left out'}</p>
          !${fieldList(null, fieldsOf(schema))}`,
    )}
    <h3>Answers</h3>
    <dl class="fields">
      !${answers.map(
        ([status, { description, content }]) =>
          html`<div>
            <dt>${status}</dt>
            <dd>
              !${lines(description)}
              !${Object.entries(content)
                .filter(([media]) => media !== 'application/problem+json')
                .map(
                  ([media, { schema }]) =>
                    html`<p>${media}: !${schemaWords(schema)}</p>
                      !${fieldList(null, fieldsOf(schema))}`,
                )}
            </dd>
          </div>`,
      )}
    </dl>
  </section>`
}

/** The document's descriptions have a line for each problem, and code between backticks. */
function lines(description: string): Html {
  return html`!${description.split('\n').map((line) => html`<p>${line.replaceAll('`', '')}</p>`)}`
}

function documentSection(name: string, schema: Schema): Html {
  const id = documentId(name)
  return html`<section class="card" aria-labelledby="${id}">
    <h3 id="${id}">${name}</h3>
    !${schema.description === undefined ? '' : lines(schema.description)}
    !${fieldList(null, fieldsOf(schema))}
  </section>`
}

function fieldList(heading: string | null, fields: readonly Field[]): Html {
  if (fields.length === 0) return ''
  return html`!${heading === null ? '' : html`<h3>${heading}</h3>`}
    <dl class="fields">
      !${fields.map(
        ({ name, isRequired, schema }) =>
          html`<div>
            <dt><code>${name}</code>${isRequired ? '' : ' (optional)'}</dt>
            <dd>!${schemaWords(schema)}. ${aboutOf(schema)}</dd>
          </div>`,
      )}
    </dl>`
}

function aboutOf({ description = '', default: usual }: Schema): string {
  const text = description.replaceAll('`', '')
  return usual === undefined ? text : `${text} Default: ${JSON.stringify(usual)}.`.trim()
}
