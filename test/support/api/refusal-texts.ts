/** Every text with which the service refuses a request, read from its source, by the word of its problem. */
import { globSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { NEXT_STEP_OF_PROBLEM, PROBLEMS, type ProblemWord } from '../../../src/api/problem.ts'

export interface RefusalText {
  readonly word: ProblemWord
  readonly file: string
  /** What is put in is a `…`. */
  readonly text: string
}

export function refusalTexts(): RefusalText[] {
  return globSync('src/web/**/*.ts').flatMap((file) => {
    const source = ts.createSourceFile(
      file,
      readFileSync(file, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    )
    const found: RefusalText[] = []
    const visit = (node: ts.Node): void => {
      for (const [word, detail] of refusalsAt(node)) {
        for (const text of textsOf(detail, source)) found.push({ word, file, text })
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
    return found
  })
}

/** `new Problem(word, detail)`, `refusal(word, fields, detail)` and pairs `[word, detail]` of tables. */
function refusalsAt(node: ts.Node): (readonly [ProblemWord, ts.Expression])[] {
  const isProblem = ts.isNewExpression(node) && node.expression.getText() === 'Problem'
  const isRefusal = ts.isCallExpression(node) && node.expression.getText() === 'refusal'
  const parts =
    isProblem || isRefusal ? node.arguments : ts.isArrayLiteralExpression(node) ? node.elements : []
  const [first, ...others] = parts ?? []
  const detail = isRefusal ? others[1] : others[0]
  if (first === undefined || detail === undefined || !ts.isStringLiteral(first)) return []
  const word = Object.keys(PROBLEMS).find((known): known is ProblemWord => known === first.text)
  // A list of words is no refusal.
  if (ts.isStringLiteral(detail) && detail.text in PROBLEMS) return []
  return word === undefined ? [] : [[word, detail]]
}

function textsOf(node: ts.Expression, source: ts.SourceFile): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isConditionalExpression(node)) {
    return [node.whenTrue, node.whenFalse].flatMap((one) => textsOf(one, source))
  }
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')]
  }
  if (ts.isBinaryExpression(node)) {
    const right = textsOf(node.right, source)
    return textsOf(node.left, source).flatMap((one) => right.map((other) => one + other))
  }
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'NEXT_STEP_OF_PROBLEM') {
    return Object.entries(NEXT_STEP_OF_PROBLEM).flatMap(([word, text]) =>
      word === node.name.text ? [text] : [],
    )
  }
  return ts.isIdentifier(node) ? textsOfConstant(node, source) : []
}

/** The last one of this name before it. */
function textsOfConstant(name: ts.Identifier, source: ts.SourceFile): string[] {
  let value: ts.Expression | undefined
  const visit = (node: ts.Node): void => {
    const isIt = ts.isVariableDeclaration(node) && node.name.getText() === name.text
    if (isIt && node.pos < name.pos) value = node.initializer
    ts.forEachChild(node, visit)
  }
  visit(source)
  return value === undefined ? [] : textsOf(value, source)
}
