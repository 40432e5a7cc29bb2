/** Serves a page's style sheets and scripts: those of its own folder, and the shared ones in `assets` here. */
import { join } from 'node:path'
import express, { type RequestHandler } from 'express'

const SHARED = join(import.meta.dirname, 'assets')

/** Mount it at `assets` below the pages, so that a proxy that forwards only their path serves them completely. */
export function pageAssets(folder: string): RequestHandler[] {
  return [filesOf(SHARED, { fallthrough: true }), filesOf(folder, { fallthrough: false })]
}

function filesOf(folder: string, { fallthrough }: { readonly fallthrough: boolean }) {
  return express.static(folder, {
    index: false,
    redirect: false,
    fallthrough,
    setHeaders: (response) => response.setHeader('Cache-Control', 'public, max-age=600'),
  })
}
