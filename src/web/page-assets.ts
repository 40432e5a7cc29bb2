/** The files that pages ask for: those of their own folder, and those in `assets` here, which all pages share. */
import { join } from 'node:path'
import express, { type RequestHandler } from 'express'

const SHARED = join(import.meta.dirname, 'assets')

/** To be mounted at `assets` beside the pages, so that a proxy which lets nothing but them through has all of it. */
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
