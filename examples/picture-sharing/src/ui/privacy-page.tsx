import { useSession } from '../state/session.ts'

export function PrivacyPage() {
  const { neighbours } = useSession()
  const count = neighbours.value
  return (
    <section class="page prose">
      <h1>Who can see what</h1>
      <h2>What you share</h2>
      <p>
        Everybody who hears of a post can read it and look at its pictures, and keep them. Posts, comments, reactions
        and the chat are public. Your name, your picture and the words about you are shown to everybody here.
      </p>
      <h2>Messages and private links</h2>
      <p>
        A message can be read by the one whom it is for. Others can see that you wrote one, how long it is and when, but
        not to whom. An album behind a private link can be read by whoever has the link.
      </p>
      <h2>What you look at</h2>
      <p>
        Pictures come straight from the people who have them, and they see that you fetch them, as a web page does. What
        you have looked at is passed on to others who want it, who thereby see that you have it: that is why a picture
        stays when its owner leaves.
      </p>
      <h2>Whom you follow, what you search for</h2>
      <p>
        Whom you follow, mute and block is kept on this device. Those you are connected to can guess at it roughly, for
        they see which part of everything said you collect. Searches never leave this device.
      </p>
      <h2>Who wrote it first</h2>
      <p>
        What you write is passed on by detours, so that it does not lead back to your device. That takes company: among
        a handful of people there is nobody to hide among. Right now you are connected to {count}.{' '}
        {count < 3 && 'With fewer than three, those you are connected to can tell what is yours.'}
      </p>
      <h2>Your address on the net</h2>
      <p>
        Whoever you are connected to sees your network address, and whoever serves this page sees that you opened it.
        Nobody else is contacted.
      </p>
    </section>
  )
}
