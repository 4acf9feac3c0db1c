import { invalidProperty } from '../../directory/applications/invalid-property.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { JsonObject } from '../../std/json-object.ts'
import type { ApplicationParts } from '../applications/parts.ts'
import { changeApplication } from '../applications/write-application.ts'
import type { Handlers } from '../handlers.ts'
import { readJsonObject } from '../json-body.ts'
import { requireByPathKey } from '../objects-of-type.ts'
import { writeAs } from '../write-as.ts'

const bodyBytesMax = 16 * 1024
const publisherIdCharsMax = 64

/**
 * Who publishes an application (Graph pages "application: setVerifiedPublisher" and "unsetVerifiedPublisher"). The partner
 * centre that the id is of cannot be asked from here: the administrator who calls vouches for it, and the publisher is
 * named after the application's publisher domain (ours).
 */
export function applicationPublisherRoutes(parts: ApplicationParts): Handlers {
  return {
    'POST /applications/{id}/setVerifiedPublisher': async (call) => {
      const verifiedPublisherId = await readPublisherId(call)
      return setPublisher(call, parts, ({ publisherDomain }, addedDateTime) => ({
        displayName: publisherDomain ?? null,
        verifiedPublisherId,
        addedDateTime,
      }))
    },
    'POST /applications/{id}/unsetVerifiedPublisher': (call) => setPublisher(call, parts, () => null),
  }
}

async function setPublisher(
  call: Call,
  parts: ApplicationParts,
  toPublisher: (application: JsonObject, at: string) => JsonObject | null,
): Promise<HttpResponse> {
  await writeAs(call, parts, async (writing) => {
    const application = await requireByPathKey(writing.objects, 'application', call)
    const before = application.properties
    const after = { ...before, verifiedPublisher: toPublisher(before, writing.at) }
    await changeApplication(writing, application, after)
  })
  return noContent()
}

async function readPublisherId(call: Call): Promise<string> {
  const { verifiedPublisherId: id } = await readJsonObject(call, bodyBytesMax)
  if (typeof id === 'string' && id.length <= publisherIdCharsMax && /^\d+$/.test(id)) return id
  const message = `It takes the number of the publisher as text, at most ${publisherIdCharsMax} digits.`
  throw invalidProperty({ target: 'verifiedPublisherId', message })
}
