/** Foreign text as inline code of Markdown, in which nothing else of it is rendered: neither a link nor an entity. */
export function inCode(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``
}
