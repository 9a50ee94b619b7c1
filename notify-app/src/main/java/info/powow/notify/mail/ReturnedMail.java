package info.powow.notify.mail;

import info.powow.domain.Rejected;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Origin;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads reports about our mail: that it could not be delivered (RFC 3464), or that its recipient
/// reported it as unwanted (RFC 5965).
///
/// Anybody can write such a report. Only the `Message-ID` of our mail is trusted, because nobody
/// else can create one; addresses are ignored. Reports that are too long, too deep, or have too
/// many parts are not read.
public final class ReturnedMail {
  /// The most bytes that are read of a mail.
  public static final int MAX_BYTES = 256 * 1_024;

  private static final int MAX_PARTS = 8;
  private static final int MAX_FIELDS_BYTES = 16 * 1_024;
  private static final int MAX_RECIPIENTS = 10;

  /// The address does not exist (RFC 3463: bad mailbox, bad domain, bad syntax, moved without a new
  /// address, null MX).
  private static final Pattern UNKNOWN_MAILBOX =
      Pattern.compile("(?:^|[^0-9.])5\\.1\\.(?:1|2|3|6|10)(?![0-9.])");

  private ReturnedMail() {}

  /// @param complaint whether it was reported as unwanted; otherwise, the address does not exist
  public record Report(Origin origin, boolean complaint) {}

  /// @return empty if the mail is not a report, is not about our mail, or is neither a complaint
  ///     nor says that the address is wrong
  public static Optional<Report> read(MimeMessage mail, MailLinks links) {
    try {
      ContentType type = new ContentType(mail.getContentType());
      if (!type.match("multipart/report") || !(mail.getContent() instanceof Multipart parts)) {
        return Optional.empty();
      }
      String kind = type.getParameter("report-type");
      Origin origin = origin(parts, links);
      if (kind == null || origin == null) {
        return Optional.empty();
      }
      return switch (kind.toLowerCase(Locale.ROOT)) {
        case "delivery-status" ->
            isUndeliverable(groupsOf(part(parts, "message/delivery-status")))
                ? Optional.of(new Report(origin, false))
                : Optional.empty();
        case "feedback-report" ->
            isComplaint(groupsOf(part(parts, "message/feedback-report")))
                ? Optional.of(new Report(origin, true))
                : Optional.empty();
        default -> Optional.empty();
      };
    } catch (MessagingException | IOException malformed) {
      return Optional.empty();
    }
  }

  /// The first group is about the mail, each other group about one recipient.
  private static boolean isUndeliverable(List<InternetHeaders> groups) {
    boolean failed = false;
    for (InternetHeaders recipient : groups.subList(Math.min(1, groups.size()), groups.size())) {
      // Our mail has one recipient. If there are several and one of them got it, the address may be
      // right.
      if (!value(recipient, "Action").equalsIgnoreCase("failed")) {
        return false;
      }
      String status = value(recipient, "Status");
      // Some servers put only 5.0.0 there, and quote the other server in the diagnostic code.
      String said = status.startsWith("5.0.") ? value(recipient, "Diagnostic-Code") : status;
      if (!UNKNOWN_MAILBOX.matcher(said).find()) {
        return false;
      }
      failed = true;
    }
    return failed;
  }

  private static boolean isComplaint(List<InternetHeaders> groups) {
    if (groups.isEmpty()) {
      return false;
    }
    String type = value(groups.getFirst(), "Feedback-Type").toLowerCase(Locale.ROOT);
    return type.equals("abuse") || type.equals("fraud");
  }

  private static String value(InternetHeaders fields, String name) {
    String value = fields.getHeader(name, null);
    return value == null ? "" : value.strip();
  }

  private static @Nullable Part part(Multipart parts, String type) throws MessagingException {
    for (int i = 0; i < Math.min(parts.getCount(), MAX_PARTS); i++) {
      BodyPart part = parts.getBodyPart(i);
      if (part.isMimeType(type)) {
        return part;
      }
    }
    return null;
  }

  /// The groups of fields, which are separated by empty lines.
  private static List<InternetHeaders> groupsOf(@Nullable Part part)
      throws MessagingException, IOException {
    List<InternetHeaders> groups = new ArrayList<>();
    if (part == null) {
      return groups;
    }
    String text = beginning(part).replace("\r\n", "\n").strip();
    for (String group : text.split("\n\n+", MAX_RECIPIENTS + 2)) {
      groups.add(
          new InternetHeaders(
              new ByteArrayInputStream((group + "\n\n").getBytes(StandardCharsets.UTF_8)), true));
    }
    return groups;
  }

  private static String beginning(Part part) throws MessagingException, IOException {
    try (InputStream in = part.getInputStream()) {
      return new String(in.readNBytes(MAX_FIELDS_BYTES), StandardCharsets.UTF_8);
    }
  }

  /// Which of our mails the report is about. It contains the mail, or its headers.
  private static @Nullable Origin origin(Multipart parts, MailLinks links)
      throws MessagingException, IOException {
    for (String type : List.of("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")) {
      Part part = part(parts, type);
      if (part != null) {
        InternetHeaders headers =
            new InternetHeaders(
                new ByteArrayInputStream(beginning(part).getBytes(StandardCharsets.UTF_8)), true);
        String id = value(headers, "Message-ID");
        int at = id.indexOf('@');
        if (id.startsWith("<") && at > 0) {
          try {
            return links.origin(id.substring(1, at));
          } catch (Rejected notOurs) {
            return null;
          }
        }
      }
    }
    return null;
  }
}
