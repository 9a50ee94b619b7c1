import { useSignal } from '@preact/signals';
import { call, Refused, type Kept, type Way } from './api.js';
import { millis } from './format.js';
import { token } from './main.js';
import { Why } from './why.js';

const CAUSES = ['slow', 'failed', 'followed', 'refused'] as const;

/** Traces one message, and lists slow, failed and followed ones, and refusals. */
export function Messages() {
  const way = useSignal<Way | null>(null);
  const refused = useSignal<string | null>(null);
  const listed = useSignal<{ cause: string; kept: Kept[] } | null>(null);

  async function attempt(task: () => Promise<void>): Promise<void> {
    refused.value = null;
    try {
      await task();
    } catch (failure) {
      refused.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
    }
  }

  const find = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string): string => encodeURIComponent(String(form.get(name) ?? '').trim());
    return attempt(async () => {
      way.value = await call<Way>(token.value, 'GET', `/api/ops/messages/${field('conversation')}/${field('position')}`);
    });
  };

  const findRefusal = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const trace = String(new FormData(event.currentTarget as HTMLFormElement).get('trace') ?? '').trim();
    return attempt(async () => {
      listed.value = { cause: 'refused', kept: [await call<Kept>(token.value, 'GET', `/api/ops/refusals/${encodeURIComponent(trace)}`)] };
    });
  };

  const list = (cause: string): Promise<void> =>
    attempt(async () => {
      const { messages } = await call<{ messages: Kept[] }>(token.value, 'GET', `/api/ops/messages?cause=${cause}`);
      listed.value = { cause, kept: messages };
    });

  return (
    <>
      <form class="ops-find" onSubmit={find} aria-label="Follow a message">
        <label>
          Conversation
          <input name="conversation" required spellcheck={false} autocapitalize="none" />
        </label>
        <label>
          Position
          <input name="position" inputMode="numeric" pattern="[0-9]+" required />
        </label>
        <button type="submit" class="primary">
          Follow
        </button>
        {CAUSES.map((cause) => (
          <button type="button" key={cause} onClick={() => list(cause)}>
            Show {cause}
          </button>
        ))}
      </form>
      <form class="ops-find" onSubmit={findRefusal} aria-label="Find a refusal">
        <label>
          Trace of a refusal
          <input name="trace" pattern="[0-9a-f]{32}" required spellcheck={false} autocapitalize="none" />
        </label>
        <button type="submit">Find</button>
      </form>
      {refused.value && <p role="alert">{refused.value}</p>}
      {listed.value && (
        <ul class="ops-kept" aria-label={`Messages: ${listed.value.cause}`}>
          {listed.value.kept.length === 0 && <li class="soft">None.</li>}
          {listed.value.kept.map((each) => (
            <li>
              {each.message ? (
                <button type="button" onClick={() => (way.value = each.message ?? null)}>
                  {each.message.conversationId} {each.message.position}: {millis(each.message.totalMillis ?? 0)}
                </button>
              ) : (
                `${each.at ?? ''} ${each.node} ${each.destination ?? ''} ${each.code ?? ''} ${each.trace ?? ''}`
              )}
            </li>
          ))}
        </ul>
      )}
      {way.value && <Waterfall way={way.value} />}
      <Why />
    </>
  );
}

function Waterfall({ way }: { way: Way }) {
  const several = new Set(way.steps.map((step) => step.node)).size > 1;
  const last = Math.max(0.001, ...way.steps.map((step) => step.afterMillis));
  return (
    <figure class="ops-waterfall">
      <figcaption>
        {way.conversationId} {way.position}
        {way.devices !== undefined && `, ${way.devices} devices`}, trace {way.trace}
        {way.silent.length > 0 && `. Steps on ${way.silent.join(', ')} are missing: no answer.`}
        {way.clocksDisagree && '. The clocks of the nodes disagree: times between nodes are wrong.'}
      </figcaption>
      <ol>
        {way.steps.map((step, i) => {
          const from = i === 0 ? 0 : (way.steps[i - 1]?.afterMillis ?? 0);
          return (
            <li key={step.step + step.node}>
              <span>
                {step.step}
                {several && <span class="soft"> {step.node}</span>}
              </span>
              <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect x={(100 * from) / last} y="0" height="6" width={Math.max(0.6, (100 * (step.afterMillis - from)) / last)} />
              </svg>
              <span>{step.afterMillis === 0 ? '0' : millis(step.afterMillis)}</span>
              <span class="soft">+{(step.afterMillis - from).toFixed(1)}</span>
            </li>
          );
        })}
      </ol>
    </figure>
  );
}
