import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { forgetOthers } from '../device.js';
import { forgetEmojiUse } from '../emoji-use.js';
import { session } from '../session.js';
import { forgetShell, keepShell } from '../shell.js';
import { Feedback } from './feedback.js';
import { lazily } from './lazy.js';
import { SignIn } from './signin.js';

const SignedIn: ComponentType = lazily(async () => (await import('./signed-in.js')).SignedIn);

/** Deletes the data of everybody but this person from the device. */
function keepOnlyOf(person: string | null): void {
  void forgetOthers(person);
  if (person === null) forgetEmojiUse();
  void (person === null ? forgetShell() : keepShell());
}

export function App() {
  const current = session.value;
  const person = current?.personId ?? null;
  useEffect(() => keepOnlyOf(person), [person]);
  return (
    <>
      {current ? <SignedIn key={current.sessionId ?? current.token} /> : <SignIn />}
      <Feedback />
    </>
  );
}
