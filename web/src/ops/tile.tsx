import { useSignal } from '@preact/signals';
import { call, type Dependency } from './api.js';
import { count, curve, duration, millis } from './format.js';
import { rates, token } from './main.js';
import { Reason } from './reason.js';

const MARKS = { ok: '●', degraded: '▲', down: '■' };
const HEALTH = { ok: 'healthy', degraded: 'degraded', down: 'down' };
const CIRCUITS = { none: 'no breaker', closed: 'closed', half_open: 'half open', open: 'open', forced_open: 'opened by hand', disabled: 'switched off' };

/** One dependency: ten seconds of calls, two minutes of rate, its circuit, and its latency. */
export function Tile({ dependency }: { dependency: Dependency }) {
  const asking = useSignal<'open' | 'closed' | null>(null);
  const { name, health, circuit, counts, latency, pool } = dependency;
  const next = circuit === 'forced_open' || circuit === 'open' ? 'closed' : 'open';
  return (
    <li class={`ops-tile ops-${health}`} aria-label={name}>
      <div class="ops-tile-head">
        <h3>{name}</h3>
        <span class="ops-health">
          <span aria-hidden="true">{MARKS[health]} </span>
          {HEALTH[health]}
        </span>
      </div>
      <div class="ops-rate">
        <strong>{count(dependency.rate)}</strong>
        <span>a second</span>
        <svg viewBox="0 0 120 32" width="120" height="32" aria-hidden="true">
          <polyline points={curve(rates.value[name] ?? [])} />
        </svg>
      </div>
      <dl class="ops-pairs">
        {Object.entries(counts)
          .filter(([outcome, number]) => number > 0 || outcome === 'success')
          .map(([outcome, number]) => (
            <div key={outcome}>
              <dt>{outcome.replace('_', ' ')}</dt>
              <dd>{count(number)}</dd>
            </div>
          ))}
        <div>
          <dt>errors</dt>
          <dd>{dependency.errorPercent.toFixed(1)} %</dd>
        </div>
        <div>
          <dt>median</dt>
          <dd>{millis(latency.medianMillis)}</dd>
        </div>
        <div>
          <dt>90 %</dt>
          <dd>{millis(latency.p90Millis)}</dd>
        </div>
        <div>
          <dt>99 %</dt>
          <dd>{millis(latency.p99Millis)}</dd>
        </div>
        <div>
          <dt>99.5 %</dt>
          <dd>{millis(latency.p995Millis)}</dd>
        </div>
        <div>
          <dt>under way</dt>
          <dd>
            {count(dependency.active)}
            {dependency.oldestMillis > 0 && `, oldest ${millis(dependency.oldestMillis)}`}
          </dd>
        </div>
        {pool && (
          <div>
            <dt>pool</dt>
            <dd>
              {pool.active} of {pool.size}, {pool.waiting} waiting
            </dd>
          </div>
        )}
        {circuit !== 'none' && (
          <div>
            <dt>circuit</dt>
            <dd>
              {CIRCUITS[circuit]}, {duration(dependency.circuitSeconds)}
            </dd>
          </div>
        )}
      </dl>
      {dependency.nodes.length > 1 && (
        <details>
          <summary>By node</summary>
          <ul class="ops-kept">
            {dependency.nodes.map((each) => (
              <li key={each.node}>
                <span aria-hidden="true">{MARKS[each.health]} </span>
                {each.node}: {HEALTH[each.health]}, {count(each.rate)} a second, 99 % {millis(each.p99Millis)}, {each.errorPercent.toFixed(1)} % errors
                {each.circuit !== 'none' && `, circuit ${CIRCUITS[each.circuit]}`}
              </li>
            ))}
          </ul>
        </details>
      )}
      {circuit !== 'none' &&
        (asking.value === null ? (
          <button type="button" onClick={() => (asking.value = next)}>
            {next === 'open' ? 'Open the circuit' : 'Close the circuit'}
          </button>
        ) : (
          <Reason
            action={asking.value === 'open' ? `Open the circuit of ${name}` : `Close the circuit of ${name}`}
            onCancel={() => (asking.value = null)}
            onReason={async (reason) => {
              await call(token.value, 'POST', `/api/ops/dependencies/${name}/circuit`, { state: asking.value, reason });
              asking.value = null;
            }}
          />
        ))}
    </li>
  );
}
