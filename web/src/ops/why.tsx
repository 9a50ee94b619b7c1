import { useSignal } from '@preact/signals';
import { call, Refused } from './api.js';
import { Table } from './board.js';
import { token } from './main.js';

interface Answer {
  verdict: string;
  facts: { node: string; fact: string; value?: string; at?: string }[];
  silent: string[];
}

const VERDICTS: Record<string, string> = {
  never_existed: 'There is no message at this position.',
  own: 'The person wrote it.',
  read: 'The person has read it.',
  not_a_member: 'The person was not a member at that time.',
  notified: 'A push service took the notification.',
  held: 'A rule held the notification: see below.',
  under_way: 'A notification waits, or is on its way.',
  connected: 'The person is connected now, and has not read it.',
  offline: 'The person is not connected: it is delivered when the client resumes.',
};

/** Why somebody did not get a message. Each question is recorded with its reason. */
export function Why() {
  const answer = useSignal<Answer | null>(null);
  const refused = useSignal<string | null>(null);

  async function ask(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    refused.value = null;
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string): string => String(form.get(name) ?? '').trim();
    try {
      answer.value = await call<Answer>(token.value, 'POST', '/api/ops/why', {
        personId: field('person'),
        conversationId: field('conversation'),
        position: Number(field('position')),
        reason: field('reason'),
      });
    } catch (failure) {
      refused.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
    }
  }

  return (
    <details>
      <summary>Why not?</summary>
      <form class="ops-find" onSubmit={ask} aria-label="Why somebody did not get a message">
        <label>
          Person
          <input name="person" required spellcheck={false} autocapitalize="none" />
        </label>
        <label>
          Conversation
          <input name="conversation" required spellcheck={false} autocapitalize="none" />
        </label>
        <label>
          Position
          <input name="position" inputMode="numeric" pattern="[0-9]+" required />
        </label>
        <label>
          Reason, which is recorded
          <input name="reason" required minLength={5} maxLength={500} />
        </label>
        <button type="submit" class="primary">
          Ask
        </button>
      </form>
      {refused.value && <p role="alert">{refused.value}</p>}
      {answer.value && (
        <>
          <p role="status">
            {VERDICTS[answer.value.verdict] ?? answer.value.verdict}
            {answer.value.silent.length > 0 && ` Facts of ${answer.value.silent.join(', ')} are missing: no answer.`}
          </p>
          <Table label="Facts" head={['Node', 'Fact', 'value', 'at']}>
            {answer.value.facts.map((each) => (
              <tr>
                <th scope="row">{each.node}</th>
                <td>{each.fact.replaceAll('_', ' ')}</td>
                <td>{each.value ?? ''}</td>
                <td>{each.at ?? 'now'}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </details>
  );
}
