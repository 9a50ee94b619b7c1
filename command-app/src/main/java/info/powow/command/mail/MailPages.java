package info.powow.command.mail;

import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The pages of the links in mail. They work without a script, and in the language of the mail.
/// Nothing on them comes from a request.
final class MailPages {
  private MailPages() {}

  private enum Words {
    CONFIRM("Is this your address?", "هل هذا عنوانك؟", "Czy to Twój adres?"),
    CONFIRM_TEXT(
        "Confirm that Powow may send mail to the address that got this link.",
        "أكّد أنه يجوز لـ Powow إرسال البريد إلى العنوان الذي وصله هذا الرابط.",
        "Potwierdź, że Powow może wysyłać wiadomości na adres, który otrzymał ten link."),
    CONFIRM_BUTTON("Confirm", "تأكيد", "Potwierdź"),
    CONFIRMED("Your address is confirmed.", "تم تأكيد عنوانك.", "Twój adres jest potwierdzony."),
    UNSUBSCRIBE("Stop this mail?", "هل تريد إيقاف هذا البريد؟", "Zrezygnować z tych wiadomości?"),
    UNSUBSCRIBE_DIGEST(
        "You will get no more mail about what you have not read.",
        "لن تصلك بعد ذلك رسائل بريد بما لم تقرأه.",
        "Nie będziesz otrzymywać wiadomości o tym, czego jeszcze nie przeczytano."),
    UNSUBSCRIBE_NEWS(
        "You will get no more news by mail.",
        "لن تصلك بعد ذلك أخبار بالبريد.",
        "Nie będziesz otrzymywać nowości pocztą."),
    UNSUBSCRIBE_BUTTON("Unsubscribe", "إلغاء الاشتراك", "Zrezygnuj"),
    UNSUBSCRIBED(
        "Done. You will get no more of this mail.",
        "تم. لن يصلك هذا البريد بعد الآن.",
        "Gotowe. Nie będziesz już otrzymywać tych wiadomości."),
    EXPIRED("This link has expired.", "انتهت صلاحية هذا الرابط.", "Ten link wygasł."),
    EXPIRED_TEXT(
        "You can change what mail you get in Powow, in the notification settings.",
        "يمكنك تغيير البريد الذي يصلك في Powow، من إعدادات الإشعارات.",
        "W ustawieniach powiadomień w Powow możesz zmienić, jakie wiadomości otrzymujesz."),
    FAILED("That did not work.", "لم ينجح ذلك.", "To się nie udało."),
    FAILED_TEXT(
        "Please try again in a few minutes.",
        "يُرجى المحاولة مرة أخرى بعد بضع دقائق.",
        "Spróbuj ponownie za kilka minut.");

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

  static String askToConfirm(MailLanguage language) {
    return page(language, Words.CONFIRM, Words.CONFIRM_TEXT, Words.CONFIRM_BUTTON);
  }

  static String confirmed(MailLanguage language) {
    return page(language, Words.CONFIRMED, null, null);
  }

  static String askToUnsubscribe(MailLanguage language, MailTopic topic) {
    return page(
        language,
        Words.UNSUBSCRIBE,
        switch (topic) {
          case DIGEST -> Words.UNSUBSCRIBE_DIGEST;
          case NEWS -> Words.UNSUBSCRIBE_NEWS;
        },
        Words.UNSUBSCRIBE_BUTTON);
  }

  static String unsubscribed(MailLanguage language) {
    return page(language, Words.UNSUBSCRIBED, null, null);
  }

  static String expired(MailLanguage language) {
    return page(language, Words.EXPIRED, Words.EXPIRED_TEXT, null);
  }

  static String failed(MailLanguage language) {
    return page(language, Words.FAILED, Words.FAILED_TEXT, null);
  }

  private static String page(
      MailLanguage language, Words title, @Nullable Words text, @Nullable Words button) {
    return """
    <!doctype html>
    <html lang="%s" dir="%s">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Powow</title>
    <style>
      body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 4rem auto; padding: 0 1rem }
      button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .5rem; background: #0b57d0; color: #fff }
    </style>
    <h1>%s</h1>
    %s%s
    </html>
    """
        .formatted(
            language.name().toLowerCase(Locale.ROOT),
            language == MailLanguage.AR ? "rtl" : "ltr",
            title.in(language),
            text == null ? "" : "<p>" + text.in(language) + "</p>",
            button == null
                ? ""
                : "<form method=\"post\"><button>" + button.in(language) + "</button></form>");
  }
}
