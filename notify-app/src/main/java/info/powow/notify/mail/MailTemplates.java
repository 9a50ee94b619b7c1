package info.powow.notify.mail;

import info.powow.domain.campaign.CampaignText;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.notification.Relevance;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes mail, as text and as HTML, in each language of the page.
///
/// Text that people wrote is escaped, and shortened to one line. An opened mail loads nothing from
/// anywhere.
public final class MailTemplates {
  private static final int MAX_NAME = 80;
  private static final char ISOLATE = '\u2068';
  private static final char END_ISOLATE = '\u2069';

  private final String url;

  /// @param url of the page, without a slash at its end
  public MailTemplates(String url) {
    this.url = url;
  }

  /// Phrases. Numbers stand apart from nouns, so that no plural forms are needed.
  private enum Words {
    CONFIRM_SUBJECT(
        "Confirm your address for Powow", "أكّد عنوانك في Powow", "Potwierdź swój adres w Powow"),
    CONFIRM_TEXT(
        "Somebody gave this address in Powow, to get mail. If that was you, confirm it within two days.",
        "أدخل شخص ما هذا العنوان في Powow لتلقي البريد. إن كنت أنت، فأكّده خلال يومين.",
        "Ktoś podał ten adres w Powow, aby otrzymywać wiadomości. Jeśli to Ty, potwierdź go w ciągu dwóch dni."),
    CONFIRM_OTHERWISE(
        "If it was not you, ignore this mail: nothing else will be sent to you.",
        "وإن لم تكن أنت، فتجاهل هذا البريد: لن يُرسل إليك شيء آخر.",
        "Jeśli to nie Ty, zignoruj tę wiadomość: nic więcej nie zostanie wysłane."),
    CONFIRM_BUTTON("Confirm address", "تأكيد العنوان", "Potwierdź adres"),
    DIGEST_SUBJECT("Unread messages: %d", "رسائل غير مقروءة: %d", "Nieprzeczytane wiadomości: %d"),
    DIGEST_TEXT(
        "You have not read these yet:", "لم تقرأ هذه بعد:", "Tego jeszcze nie przeczytano:"),
    DIGEST_UNNAMED("A conversation", "محادثة", "Rozmowa"),
    DIGEST_MORE("and more conversations", "ومحادثات أخرى", "i inne rozmowy"),
    NEWS_SUBJECT("Gatherings: %d", "اللقاءات: %d", "Spotkania: %d"),
    NEWS_TEXT(
        "Gatherings near you, and changes of yours:",
        "لقاءات قريبة منك، وتغييرات في لقاءاتك:",
        "Spotkania w pobliżu i zmiany w Twoich:"),
    NEWS_NEW("New", "جديد", "Nowe"),
    NEWS_MOVED("Changed place or time", "تغيّر المكان أو الموعد", "Zmiana miejsca lub terminu"),
    NEWS_CANCELLED("Cancelled", "أُلغي", "Odwołane"),
    DIGEST_BUTTON("Open Powow", "افتح Powow", "Otwórz Powow"),
    UNSUBSCRIBE("Unsubscribe", "إلغاء الاشتراك", "Zrezygnuj z tych wiadomości");

    private final String en;
    private final String ar;
    private final String pl;

    Words(String en, String ar, String pl) {
      this.en = en;
      this.ar = ar;
      this.pl = pl;
    }

    String in(MailLanguage language) {
      return switch (language) {
        case EN -> en;
        case AR -> ar;
        case PL -> pl;
      };
    }
  }

  /// The unread messages of one conversation.
  ///
  /// @param name null if it must not be in a mail
  /// @param more whether there are more messages than that
  public record Unread(@Nullable String name, int count, boolean more) {}

  /// News about a gathering.
  ///
  /// @param title null if it must not be in a mail
  public record News(Relevance what, @Nullable String title, Schedule schedule) {}

  private static String itemOf(News news, MailLanguage language) {
    Words what =
        switch (news.what()) {
          case GATHERING_MOVED -> Words.NEWS_MOVED;
          case GATHERING_CANCELLED -> Words.NEWS_CANCELLED;
          case NEW_GATHERING, MENTION, REPLY, DIRECT, KEYWORD, MESSAGE -> Words.NEWS_NEW;
        };
    if (news.title() == null) {
      return what.in(language);
    }
    String start =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(Locale.of(MimeMails.languageOf(language)))
            .format(news.schedule().start().atZone(news.schedule().zone()));
    // The title may be in another direction than the rest.
    return what.in(language) + ": " + ISOLATE + line(news.title()) + END_ISOLATE + " – " + start;
  }

  public Mail confirmation(String id, Mailbox.Address to, MailLanguage language, String token) {
    return mail(
        id,
        to,
        language,
        Words.CONFIRM_SUBJECT.in(language),
        List.of(
            new Paragraph(Words.CONFIRM_TEXT.in(language)),
            new Button(Words.CONFIRM_BUTTON.in(language), url + "/api/mail/confirmations/" + token),
            new Paragraph(Words.CONFIRM_OTHERWISE.in(language))),
        null,
        to.askedAt());
  }

  /// @param unread at least one, unless there is news
  /// @param more whether there are more conversations
  public Mail digest(
      String id,
      Mailbox.Address to,
      MailLanguage language,
      List<Unread> unread,
      boolean more,
      List<News> news,
      String token,
      Instant at) {
    int total = unread.stream().mapToInt(Unread::count).sum();
    List<String> items = new ArrayList<>();
    for (Unread each : unread) {
      String name = each.name();
      String called = name == null ? Words.DIGEST_UNNAMED.in(language) : line(name);
      items.add(called + ": " + each.count() + (each.more() ? "+" : ""));
    }
    if (more) {
      items.add(Words.DIGEST_MORE.in(language));
    }
    List<Block> blocks = new ArrayList<>();
    if (!items.isEmpty()) {
      blocks.add(new Paragraph(Words.DIGEST_TEXT.in(language)));
      blocks.add(new Items(items));
    }
    if (!news.isEmpty()) {
      blocks.add(new Paragraph(Words.NEWS_TEXT.in(language)));
      blocks.add(new Items(news.stream().map(each -> itemOf(each, language)).toList()));
    }
    blocks.add(new Button(Words.DIGEST_BUTTON.in(language), url + "/"));
    return mail(
        id,
        to,
        language,
        unread.isEmpty()
            ? Words.NEWS_SUBJECT.in(language).formatted(news.size())
            : Words.DIGEST_SUBJECT.in(language).formatted(total),
        blocks,
        unsubscribe(token),
        at);
  }

  /// @param language of the recipient, for the unsubscribe link
  public Mail campaign(
      String id,
      Mailbox.Address to,
      CampaignText text,
      MailLanguage language,
      String token,
      Instant at) {
    List<Block> blocks = new ArrayList<>();
    for (String paragraph : text.text().split("\\R{2,}", -1)) {
      if (!paragraph.isBlank()) {
        blocks.add(new Paragraph(paragraph.strip().replaceAll("\\R", "\n")));
      }
    }
    blocks.add(new Button(Words.DIGEST_BUTTON.in(language), url + "/"));
    return mail(id, to, text.language(), text.subject(), blocks, unsubscribe(token), at);
  }

  private String unsubscribe(String token) {
    return url + "/api/mail/unsubscribe/" + token;
  }

  // --- layout -----------------------------------------------------------------------------------

  private sealed interface Block {}

  private record Paragraph(String text) implements Block {}

  private record Items(List<String> items) implements Block {}

  private record Button(String label, String link) implements Block {}

  private static Mail mail(
      String id,
      Mailbox.Address to,
      MailLanguage language,
      String subject,
      List<Block> blocks,
      @Nullable String unsubscribe,
      Instant at) {
    String stop = Words.UNSUBSCRIBE.in(language);
    StringBuilder text = new StringBuilder();
    StringBuilder html = new StringBuilder();
    for (Block block : blocks) {
      text.append(textOf(block)).append("\n\n");
      html.append(htmlOf(block)).append('\n');
    }
    if (unsubscribe != null) {
      text.append("-- \n").append(stop).append(": ").append(unsubscribe).append('\n');
      html.append("<p style=\"margin:32px 0 0;font-size:13px\"><a style=\"color:#5f6368\" href=\"")
          .append(escape(unsubscribe))
          .append("\">")
          .append(escape(stop))
          .append("</a></p>\n");
    }
    return new Mail(
        id,
        to.address(),
        language,
        subject,
        text.toString(),
        page(language, subject, html.toString()),
        unsubscribe,
        at);
  }

  private static String textOf(Block block) {
    return switch (block) {
      case Paragraph paragraph -> paragraph.text();
      case Items items -> "- " + String.join("\n- ", items.items());
      case Button button -> button.label() + ":\n" + button.link();
    };
  }

  private static String htmlOf(Block block) {
    return switch (block) {
      case Paragraph paragraph ->
          "<p style=\"margin:0 0 16px\">" + escape(paragraph.text()).replace("\n", "<br>") + "</p>";
      case Items items -> {
        StringBuilder list = new StringBuilder("<ul style=\"margin:0 0 24px;padding:0 20px\">");
        items
            .items()
            .forEach(item ->
                // A name may be in another direction than the language.
                list.append("<li style=\"margin:0 0 6px\" dir=\"auto\">")
                    .append(escape(item))
                    .append("</li>"));
        yield list.append("</ul>").toString();
      }
      case Button button ->
          "<p style=\"margin:0 0 24px\"><a style=\"display:inline-block;padding:12px 22px;"
              + "border-radius:8px;background:#0b57d0;color:#ffffff;text-decoration:none;"
              + "font-weight:600\" href=\""
              + escape(button.link())
              + "\">"
              + escape(button.label())
              + "</a></p>";
    };
  }

  private static String page(MailLanguage language, String title, String body) {
    return """
    <!doctype html>
    <html lang="%s" dir="%s">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light"><title>%s</title></head>
    <body style="margin:0;background:#f3f4f6">
    <div style="max-width:520px;margin:0 auto;padding:32px 16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;color:#1f2328">
    <div style="background:#ffffff;border-radius:12px;padding:28px 28px 12px">
    <h1 style="margin:0 0 20px;font-size:20px">%s</h1>
    %s</div>
    <p style="margin:16px 0 0;text-align:center;font-size:13px;color:#5f6368">Powow</p>
    </div></body>
    </html>
    """
        .formatted(
            MimeMails.languageOf(language),
            language == MailLanguage.AR ? "rtl" : "ltr",
            escape(title),
            escape(title),
            body);
  }

  /// One line without control characters, of bounded length.
  private static String line(String name) {
    String flat = name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    int length = flat.codePointCount(0, flat.length());
    return length <= MAX_NAME
        ? flat
        : flat.substring(0, flat.offsetByCodePoints(0, MAX_NAME)) + "…";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
