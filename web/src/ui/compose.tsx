import { useSignal } from '@preact/signals';
import { t, why } from '../language/index.js';
import type { ConversationId, PersonId, Profile } from 'powow-client';
import { go, pathOf } from '../route.js';
import { PersonAvatar } from './avatar.js';
import { tellInvited } from './consent.js';
import { attempt } from './feedback.js';
import { Icon, type IconName } from './icons.js';
import { usePowow } from './names.js';
import { Check, Dialog, Field, IconButton } from './parts.js';
import { PersonSearch } from './person-search.js';
import { PlaceFields, usePlace } from './publish.js';

type Kind = 'direct' | 'group' | 'join';

const KINDS: { kind: Kind; icon: IconName; label: 'privateChat' | 'group' | 'joinGroup' }[] = [
  { kind: 'direct', icon: 'message', label: 'privateChat' },
  { kind: 'group', icon: 'group', label: 'group' },
  { kind: 'join', icon: 'link', label: 'joinGroup' },
];

/**
 * The dialog for a private chat, a new group, or joining one.
 *
 * @param onMap whether it begins with an open group on the map
 */
export function Compose({ onMap = false, onClose }: { onMap?: boolean; onClose: () => void }) {
  const kind = useSignal<Kind>(onMap ? 'group' : 'direct');

  async function opened(opening: Promise<ConversationId>): Promise<void> {
    const id = await attempt(opening);
    if (id === undefined) return;
    onClose();
    go(pathOf.conversation(id));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const at = KINDS.findIndex((each) => each.kind === kind.value);
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const next = KINDS[(at + (document.documentElement.dir === 'rtl' ? -step : step) + KINDS.length) % KINDS.length]!;
    kind.value = next.kind;
    document.getElementById(`compose-${next.kind}`)?.focus();
  }

  return (
    <Dialog title={t('newConversation')} onClose={onClose}>
      <div class="tabs" role="tablist" aria-label={t('newConversation')} onKeyDown={onKeyDown}>
        {KINDS.map(({ kind: each, icon, label }) => (
          <button
            key={each}
            id={`compose-${each}`}
            type="button"
            role="tab"
            class="tab"
            aria-selected={kind.value === each}
            aria-controls="compose-panel"
            tabIndex={kind.value === each ? 0 : -1}
            onClick={() => (kind.value = each)}
          >
            <Icon name={icon} size={18} />
            {t(label)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="compose-panel" aria-labelledby={`compose-${kind.value}`}>
        {kind.value === 'direct' && <Direct onOpening={opened} />}
        {kind.value === 'group' && <Group onMap={onMap} onOpening={opened} />}
        {kind.value === 'join' && <Join onClose={onClose} />}
      </div>
    </Dialog>
  );
}

type Opening = { onOpening: (opening: Promise<ConversationId>) => Promise<void> };

function Direct({ onOpening }: Opening) {
  const powow = usePowow();
  return (
    <PersonSearch
      label={t('findPerson')}
      action={t('startChat')}
      onChosen={(person) => void onOpening(powow.openDirect(person.personId))}
    />
  );
}

function Group({ onMap, onOpening }: Opening & { onMap: boolean }) {
  const powow = usePowow();
  const name = useSignal('');
  const members = useSignal<Profile[]>([]);
  const open = useSignal(onMap);
  const placed = useSignal(onMap);
  const place = usePlace();
  const history = useSignal(false);
  const busy = useSignal(false);
  const onTheMap = open.value && placed.value;
  const without = (person: PersonId) => members.value.filter(({ personId }) => personId !== person);

  async function create(): Promise<void> {
    busy.value = true;
    const ids = members.value.map(({ personId }) => personId);
    const called = new Map(members.value.map(({ personId, displayName }) => [personId, displayName]));
    await onOpening(
      powow.createGroup(name.value.trim(), ids, open.value, history.value, onTheMap ? place.place() : undefined).then(({ id, invited }) => {
        tellInvited(invited.map((person) => called.get(person) ?? t('somebody')));
        return id;
      }),
    );
    busy.value = false;
  }

  return (
    <div class="form">
      <Field label={t('groupName')} value={name.value} maxLength={100} dir="auto" onInput={(event) => (name.value = event.currentTarget.value)} />
      <PersonSearch
        label={t('addByHandle')}
        without={new Set(members.value.map(({ personId }) => personId))}
        action={t('add')}
        onChosen={(person) => (members.value = [...without(person.personId), person])}
      />
      {members.value.length > 0 && (
        <ul class="chips" aria-label={t('groupMembers')}>
          {members.value.map(({ personId, displayName }) => (
            <li key={personId} class="chip">
              <PersonAvatar person={personId} name={displayName} size="small" />
              <bdi>{displayName}</bdi>
              <IconButton icon="close" label={`${t('removeMember')}: ${displayName}`} size={14} onClick={() => (members.value = without(personId))} />
            </li>
          ))}
        </ul>
      )}
      <Check label={t('groupOpen')} hint={t('groupOpenHint')} checked={open.value} onChange={(event) => (open.value = event.currentTarget.checked)} />
      {open.value && (
        <>
          <Check label={t('groupOnMap')} hint={t('groupOnMapHint')} checked={placed.value} onChange={(event) => (placed.value = event.currentTarget.checked)} />
          {onTheMap && <PlaceFields place={place} name={t('groupPlace')} hint={t('groupPlaceHint')} />}
        </>
      )}
      <Check
        label={t('groupHistory')}
        hint={t('groupHistoryHint')}
        checked={history.value}
        onChange={(event) => (history.value = event.currentTarget.checked)}
      />
      <button type="button" class="button primary large" disabled={name.value.trim() === '' || (onTheMap && place.point.value === null) || busy.value} onClick={create}>
        {t('createGroup')}
      </button>
    </div>
  );
}

function Join({ onClose }: { onClose: () => void }) {
  const link = useSignal('');
  const error = useSignal<string | null>(null);

  function join(event: Event): void {
    event.preventDefault();
    const id = /^(?:.*#\/(?:join|c)\/)?([A-Za-z0-9_-]{1,64})(?:\/.*)?$/.exec(link.value.trim())?.[1];
    if (!id) {
      error.value = why('invalid_id');
      return;
    }
    onClose();
    go(pathOf.join(id));
  }

  return (
    <form class="form" onSubmit={join}>
      <Field
        label={t('joinByLink')}
        error={error.value}
        value={link.value}
        dir="ltr"
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          link.value = event.currentTarget.value;
          error.value = null;
        }}
      />
      <button type="submit" class="button primary large" disabled={link.value.trim() === ''}>
        {t('join')}
      </button>
    </form>
  );
}
