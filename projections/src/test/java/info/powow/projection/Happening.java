package info.powow.projection;

import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.BOB;
import static info.powow.projection.Sample.CLEO;
import static info.powow.projection.Sample.at;
import static info.powow.projection.Sample.read;
import static info.powow.projection.Sample.sent;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A valid random history of several groups with messages, pictures and members.
final class Happening {
  static final Picture ROSE = picture("rose", "a");
  static final Picture TULIP = picture("tulip", "b");

  private static final int GROUPS = 12;

  private final Random random;
  private final long[] next = new long[GROUPS];
  private final boolean[] cleoIsIn = new boolean[GROUPS];
  private final List<List<Long>> messages = new ArrayList<>();
  private final long[] read = new long[GROUPS];
  private int second;

  Happening(Random random) {
    this.random = random;
    for (int i = 0; i < GROUPS; i++) {
      messages.add(new ArrayList<>());
    }
  }

  Object[] next(int count) {
    Object[] events = new Object[count];
    for (int i = 0; i < count; i++) {
      events[i] = next();
    }
    return events;
  }

  private Object next() {
    int number = random.nextInt(GROUPS);
    ConversationId group = ConversationId.ofGroup(ADA, new CommandKey("g" + number));
    second++;
    long position = next[number]++;
    if (position == 0) {
      return new GroupCreated(
          group,
          new CommandKey("g" + number),
          ADA,
          "Group " + number,
          List.of(ADA, BOB),
          true,
          false,
          at(second));
    }
    List<Long> said = messages.get(number);
    switch (random.nextInt(8)) {
      case 0 -> {
        cleoIsIn[number] = !cleoIsIn[number];
        return cleoIsIn[number]
            ? new MemberJoined(group, CLEO, at(second))
            : new MemberLeft(group, CLEO, at(second));
      }
      case 1 -> {
        return new GroupRenamed(group, "Named " + second, ADA, at(second));
      }
      case 2 -> {
        return new GroupAvatarChanged(
            group,
            random.nextInt(3) == 0 ? null : random.nextBoolean() ? ROSE : TULIP,
            ADA,
            at(second));
      }
      case 3 -> {
        if (!said.isEmpty()) {
          long message = said.remove(random.nextInt(said.size()));
          return new MessageDeleted(group, message, ADA, at(second));
        }
      }
      case 4 -> {
        if (!said.isEmpty()) {
          long message = said.get(random.nextInt(said.size()));
          return new MessageEdited(group, message, "edited " + second, null, ADA, at(second));
        }
      }
      case 5 -> {
        if (position > read[number] + 1) {
          next[number]--;
          read[number] = position - 1;
          return read(group, BOB, position - 1, second);
        }
      }
      default -> {
        // A message.
      }
    }
    said.add(position);
    return random.nextInt(3) == 0
        ? carrying(group, second, random.nextBoolean() ? ROSE : TULIP)
        : sent(group, ADA, "said " + second, second);
  }

  private static Picture picture(String id, String hash) {
    return new Picture(
        new ImageId(id), new ContentHash(hash.repeat(64)), ImageFormat.JPEG, 40, 30, "cGxhY2U");
  }

  static MessageSent carrying(ConversationId in, int second, Picture picture) {
    return new MessageSent(
        in,
        new CommandKey("k" + second),
        ADA,
        null,
        List.of(picture.imageId()),
        List.of(picture),
        null,
        List.of(),
        at(second));
  }
}
