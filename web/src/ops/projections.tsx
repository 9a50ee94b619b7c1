import { useSignal } from '@preact/signals';
import { call, Refused, type Status, type Stopped } from './api.js';
import { Section, Table } from './board.js';
import { count } from './format.js';
import { token } from './main.js';
import { Reason } from './reason.js';

/** The progress of the projections, and their stopped streams. */
export function Projections({ projections }: { projections: Status['projections'] }) {
  const stopped = useSignal<Stopped[] | null>(null);
  const retrying = useSignal<Stopped | null>(null);
  const told = useSignal<string | null>(null);

  async function look(): Promise<void> {
    told.value = null;
    try {
      const found = await call<{ streams: Stopped[]; unavailable: string[] }>(token.value, 'GET', '/api/ops/dead-letters');
      stopped.value = found.streams;
      if (found.unavailable.length > 0) told.value = `Their stores do not answer: ${found.unavailable.join(', ')}.`;
    } catch (failure) {
      told.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
    }
  }

  return (
    <Section title="Projections">
      <Table label="Projections" head={['Projection', 'state', 'behind', 'segments', 'stopped streams']}>
        {projections.map((each) => (
          <tr key={each.name}>
            <th scope="row">{each.name}</th>
            <td>{each.failing ? `failing: ${each.failing}` : each.caughtUp ? 'follows the log' : 'catching up'}</td>
            <td>{count(each.behind)}</td>
            <td>{each.segments}</td>
            <td>{each.deadLetters}</td>
          </tr>
        ))}
      </Table>
      <button type="button" onClick={look}>
        Show stopped streams
      </button>
      {told.value && <p role="alert">{told.value}</p>}
      {stopped.value?.length === 0 && <p class="soft">No stream is stopped.</p>}
      {stopped.value !== null && stopped.value.length > 0 && (
        <Table label="Stopped streams" head={['Projection', 'Stream', 'at', 'cause', '']}>
          {stopped.value.map((letter) => (
            <tr key={letter.projection + letter.stream}>
              <td>{letter.projection}</td>
              <th scope="row">{letter.stream}</th>
              <td>{letter.sequence}</td>
              <td>{letter.cause}</td>
              <td>
                <button type="button" onClick={() => (retrying.value = letter)}>
                  Retry
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {retrying.value && (
        <Reason
          action={`Retry ${retrying.value.stream}`}
          onCancel={() => (retrying.value = null)}
          onReason={async (reason) => {
            const { projection, stream } = retrying.value!;
            const path = `/api/ops/dead-letters/${encodeURIComponent(projection)}/${encodeURIComponent(stream)}/retry`;
            const { released } = await call<{ released: boolean }>(token.value, 'POST', path, { reason });
            retrying.value = null;
            await look();
            told.value = released ? `${stream} continues.` : `${stream} stopped again.`;
          }}
        />
      )}
    </Section>
  );
}
