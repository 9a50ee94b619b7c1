/** Avatars of people and groups: their picture or, without one, initials on a constant colour. */

import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../language/index.js';
import { isRequest, type Conversation } from '../pure/conversation.js';
import { initials } from '../pure/text.js';
import type { PersonId, Picture } from 'powow-client';
import { attempt } from './feedback.js';
import { Icon } from './icons.js';
import { titleOf, usePowow } from './names.js';
import { useLook } from './pictures.js';

const HUES = 8;

/** Always the same for the same person. */
function hueOf(id: string): number {
  let hash = 7;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) >>> 0;
  return hash % HUES;
}

export const hueClass = (id: string): string => `hue-${hueOf(id)}`;

type Size = 'small' | 'medium' | 'large';

/** In CSS pixels, as in the stylesheet. */
const SIDE: Record<Size, number> = { small: 30, medium: 44, large: 80 };
const ICON: Record<Size, number> = { small: 14, medium: 20, large: 32 };

/** Never animated: a list of animations would be unreadable. */
export function Face({ picture, size, otherwise }: { picture: Picture; size: Size; otherwise: ComponentChildren }) {
  const look = useLook(picture, SIDE[size], SIDE[size], true);
  return look.state === 'here' ? <img src={look.url} alt="" decoding="async" draggable={false} /> : <>{otherwise}</>;
}

/** Decorative: the name is beside it. */
function Avatar({ id, picture, size, group, online, children }: { id: string; picture: Picture | undefined; size: Size; group?: boolean; online?: boolean | undefined; children: ComponentChildren }) {
  return (
    <span class={`avatar ${size} ${hueClass(id)} ${group ? 'group' : ''}`} aria-hidden="true">
      {picture ? <Face picture={picture} size={size} otherwise={children} /> : children}
      {online && <span class="presence" />}
    </span>
  );
}

/** @param held whether the picture must not be loaded */
export function PersonAvatar({ person, name, size = 'medium', online, held = false }: { person: PersonId; name: string; size?: Size; online?: boolean; held?: boolean }) {
  const powow = usePowow();
  return (
    <Avatar id={person} picture={held ? undefined : powow.people.person(person).value?.avatar} size={size} online={online}>
      {/* The stylesheet adds the initials: decoration must not become the text of a surrounding button. */}
      <span class="initials" data-initials={initials(name)} />
    </Avatar>
  );
}

export function ConversationAvatar({ conversation, size = 'medium', online }: { conversation: Conversation; size?: Size; online?: boolean }) {
  const powow = usePowow();
  const { conversationId, kind, peer, avatar } = conversation;
  if (peer !== undefined) return <PersonAvatar person={peer} name={titleOf(powow, conversation)} size={size} held={isRequest(conversation)} {...(online !== undefined && { online })} />;
  return (
    <Avatar id={conversationId} picture={avatar} size={size} group={kind === 'group'}>
      <Icon name="group" size={ICON[size]} />
    </Avatar>
  );
}

/** For a group of which nothing else is known. */
export const GroupAvatar = ({ id, picture }: { id: string; picture: Picture | undefined }) => (
  <Avatar id={id} picture={picture} size="medium" group>
    <Icon name="group" size={ICON.medium} />
  </Avatar>
);

/** Sets or removes the picture of a person or group. */
export function ChangeAvatar({ has, onChosen, onRemoved }: { has: boolean; onChosen: (file: File) => Promise<unknown>; onRemoved: () => Promise<unknown> }) {
  const input = useRef<HTMLInputElement>(null);
  const busy = useSignal(false);

  async function doing(change: Promise<unknown>): Promise<void> {
    busy.value = true;
    await attempt(change);
    busy.value = false;
  }

  return (
    <div class="change-avatar">
      <input
        ref={input}
        type="file"
        hidden
        accept="image/jpeg,image/png,image/gif,image/webp"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // Allows choosing the same file again.
          currentTarget.value = '';
          if (file) void doing(onChosen(file));
        }}
      />
      <button type="button" class="button" aria-busy={busy.value} disabled={busy.value} onClick={() => input.current!.click()}>
        <Icon name="picture" size={18} />
        {t(busy.value ? 'avatarBusy' : has ? 'avatarChange' : 'avatarAdd')}
      </button>
      {has && (
        <button type="button" class="button" disabled={busy.value} onClick={() => void doing(onRemoved())}>
          {t('avatarRemove')}
        </button>
      )}
    </div>
  );
}
