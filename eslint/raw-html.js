/**
 * In a template of `html`, `!${…}` is not escaped: it takes what `html` made, arrays of it, and texts that stand
 * literally in the source. `${…}` is escaped: what `html` made would be escaped twice there.
 */
const isArrayOf = (checker, type, accepts) =>
  checker.isArrayType(type) && checker.getTypeArguments(type).every((each) => accepts(each))

const parts = (type) => (type.isUnion() ? type.types : [type])

const isMade = (type) => type.isIntersection() && type.getProperty('isHtml') !== undefined

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      raw: 'Only Html may stand behind "!": build it with html`…`, or leave out the "!" to escape it.',
      escaped: 'Html stands here without "!" and would be escaped a second time.',
    },
  },
  create(context) {
    const { program, getTypeAtLocation } = context.sourceCode.parserServices
    const checker = program.getTypeChecker()
    const isRaw = (type) =>
      parts(type).every(
        (part) => isMade(part) || part.isStringLiteral() || isArrayOf(checker, part, isRaw),
      )
    const hasHtml = (type) =>
      parts(type).some((part) => isMade(part) || isArrayOf(checker, part, hasHtml))
    return {
      "TaggedTemplateExpression[tag.name='html']"({ quasi }) {
        for (const [index, expression] of quasi.expressions.entries()) {
          const type = getTypeAtLocation(expression)
          const marked = quasi.quasis[index].value.raw.endsWith('!')
          if (marked && !isRaw(type)) context.report({ node: expression, messageId: 'raw' })
          if (!marked && hasHtml(type)) context.report({ node: expression, messageId: 'escaped' })
        }
      },
    }
  },
}
