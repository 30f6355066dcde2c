import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { go } from '../state/address.ts'
import { useSession } from '../state/session.ts'
import { Composer } from './composer.tsx'
import { FollowByLink, Invite } from './invite.tsx'
import { PersonRow } from './people-aside.tsx'
import { ProfileForm } from './profile-form.tsx'
import { RestoreForm } from './restore-form.tsx'
import { welcome } from './welcomed.ts'

const STEPS = ['name', 'post', 'friend'] as const
type Step = (typeof STEPS)[number]

function finish(): void {
  welcome()
  go('/')
}

function after(step: Step): void {
  const next = STEPS[STEPS.indexOf(step) + 1]
  if (next === undefined) finish()
  else go(`/welcome/${next}`)
}

/** The first run: a word of welcome and three steps, each of which can be skipped. */
export function Welcome({ step }: { step: string }) {
  if (step === 'name') return <NameStep />
  if (step === 'post') return <PostStep />
  if (step === 'friend') return <FriendStep />
  return <Hello />
}

function Hello() {
  const [isRestoring, restore] = useState(false)
  return (
    <main class="welcome">
      <p class="brand">Daybook</p>
      <h1>A place for your pictures, and for the people you like.</h1>
      <p class="lead">
        What you share goes from your screen straight to your friends, with no company in between. It stays on this
        device, works without a network, and is yours.
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={() => go('/welcome/name')}>
          Begin
        </button>
        <button type="button" class="quiet" onClick={finish}>
          Just look around
        </button>
        <button type="button" class="quiet" aria-expanded={isRestoring} onClick={() => restore(!isRestoring)}>
          I have a journal already
        </button>
      </div>
      {isRestoring && <RestoreForm />}
    </main>
  )
}

function StepFrame({ step, title, children }: { step: Step; title: string; children: ComponentChildren }) {
  const number = STEPS.indexOf(step) + 1
  return (
    <main class="welcome">
      <p class="steps">
        <progress max={STEPS.length} value={number} aria-label={`Step ${number} of ${STEPS.length}`} />
        Step {number} of {STEPS.length}
      </p>
      <h1>{title}</h1>
      {children}
      <div class="actions">
        <button type="button" class="quiet" onClick={() => history.back()}>
          Back
        </button>
        <button type="button" class="quiet" onClick={() => after(step)}>
          {step === 'friend' ? 'Done' : 'Skip'}
        </button>
      </div>
    </main>
  )
}

function NameStep() {
  return (
    <StepFrame step="name" title="What shall we call you?">
      <ProfileForm button="Go on" onDone={() => after('name')} />
    </StepFrame>
  )
}

function PostStep() {
  return (
    <StepFrame step="post" title="Share a first picture.">
      <Composer onDone={() => after('post')} />
    </StepFrame>
  )
}

function FriendStep() {
  const { people } = useSession()
  const nearby = people.nearby.value
  const followed = people.followed.value
  return (
    <StepFrame step="friend" title="Follow somebody.">
      {followed.length > 0 && (
        <ul class="people">
          {followed.map((key) => (
            <PersonRow key={key} person={key} />
          ))}
        </ul>
      )}
      {nearby.length > 0 ? (
        <ul class="people">
          {nearby.slice(0, 5).map((key) => (
            <PersonRow key={key} person={key} />
          ))}
        </ul>
      ) : (
        <p class="hint">Nobody else is here right now. Send a friend this link, or open theirs.</p>
      )}
      <FollowByLink />
      <Invite />
    </StepFrame>
  )
}
