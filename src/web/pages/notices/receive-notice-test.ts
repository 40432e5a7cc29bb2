/** `/notices/test`: sends a test notice on every channel and shows what came of it. */
import type { RequestHandler } from 'express'
import { NoticeTestBody } from '../../../api/notice-test.ts'
import type { Service } from '../../../service.ts'
import { operatorNameOf, requesterOf } from '../../api/require-operator.ts'
import { accountOf, notRegistered } from '../../use-cases/account-of.ts'
import { testNotices } from '../../use-cases/test-notices.ts'
import { formField } from '../form-body.ts'
import { askNoticeTestPage, noticeTestPage } from './notice-test-page.ts'

export const showNoticeTest: RequestHandler = (request, response) => {
  response.send(askNoticeTestPage(operatorNameOf(request)))
}

/** Throws a Problem. */
export function receiveNoticeTest(service: Service): RequestHandler {
  return async (request, response) => {
    const field = formField(request, 'on24ClientId')
    const parsed = NoticeTestBody.safeParse(field === undefined ? {} : { on24ClientId: field })
    if (!parsed.success) return notRegistered('of this form')
    const { on24ClientId = null } = parsed.data ?? {}
    const account = on24ClientId === null ? null : await accountOf(service.store, on24ClientId)
    const tests = await testNotices(service, on24ClientId, requesterOf(request))
    response.send(noticeTestPage({ operator: operatorNameOf(request), tests, account }))
  }
}
