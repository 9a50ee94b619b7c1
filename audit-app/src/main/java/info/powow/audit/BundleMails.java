package info.powow.audit;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.image.Picture;
import info.powow.eventlog.LoggedEvent;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The messages of a bundle as e-mail files, for mail programs and review platforms.
final class BundleMails {
  private final BundlePages pages;

  BundleMails(BundlePages pages) {
    this.pages = pages;
  }

  /// An e-mail (RFC 5322) for a message or an edit; null for other events.
  ///
  /// @param group the name of the group; null for a private chat
  @Nullable String of(LoggedEvent logged, @Nullable String group) {
    BundlePages.Said said = pages.said(logged);
    Long reply =
        switch (logged.event()) {
          case MessageSent sent -> sent.replyTo() == null ? Long.valueOf(-1) : sent.replyTo();
          case MessageEdited edited -> Long.valueOf(edited.message());
          default -> null;
        };
    PersonId who = said.who();
    if (reply == null || who == null) {
      return null;
    }
    String subject =
        (group == null ? "Private chat" : group)
            + ": "
            + said.note()
            + " ("
            + logged.sequence()
            + ")";
    StringBuilder mail = new StringBuilder();
    mail.append("From: ").append(word(pages.name(who))).append(" <").append(who.value());
    mail.append("@powow.invalid>\r\n");
    mail.append("Date: ");
    mail.append(
        DateTimeFormatter.RFC_1123_DATE_TIME.format(Moment.atOf(logged).atOffset(ZoneOffset.UTC)));
    mail.append("\r\nSubject: ").append(word(subject)).append("\r\n");
    mail.append("Message-ID: ").append(id(logged.stream(), logged.sequence())).append("\r\n");
    if (reply >= 0) {
      mail.append("In-Reply-To: ").append(id(logged.stream(), reply)).append("\r\n");
    }
    mail.append("X-Powow-Index: ").append(logged.index()).append("\r\n");
    for (Picture picture : said.pictures()) {
      mail.append("X-Powow-Picture: ").append(picture.hash().value()).append("\r\n");
    }
    mail.append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n");
    mail.append("Content-Transfer-Encoding: base64\r\n\r\n");
    String text = said.text() == null ? "" : said.text();
    mail.append(Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    return mail.append("\r\n").toString();
  }

  private static String id(String conversation, long position) {
    return '<' + conversation + '.' + position + "@powow.invalid>";
  }

  /// Encodes a text for a header (RFC 2047), in words of at most 75 characters.
  private static String word(String text) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (from < text.length()) {
      int to = from;
      int bytes = 0;
      while (to < text.length()) {
        int next = text.codePointAt(to);
        int length = new String(Character.toChars(next)).getBytes(StandardCharsets.UTF_8).length;
        if (bytes + length > 42) {
          break;
        }
        bytes += length;
        to += Character.charCount(next);
      }
      out.append(from == 0 ? "" : "\r\n ").append("=?UTF-8?B?");
      out.append(
          Base64.getEncoder()
              .encodeToString(text.substring(from, to).getBytes(StandardCharsets.UTF_8)));
      out.append("?=");
      from = to;
    }
    return out.toString();
  }
}
