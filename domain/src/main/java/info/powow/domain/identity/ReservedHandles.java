package info.powow.domain.identity;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Handles that nobody may take, because their owners would appear to be operators of the server.
///
/// Handles are compared without separators and trailing digits, and with look-alike characters
/// treated as equal: `adm1n`, `a.d.m.i.n`, `admin_7` and `adrnin` all match `admin`. A handle
/// composed only of reserved words, such as `powow_support`, is reserved too.
final class ReservedHandles {
  private static final Set<String> WORDS =
      Stream.of(
              "abuse",
              "admin",
              "admins",
              "administration",
              "administrator",
              "administrators",
              "analyst",
              "analysts",
              "anonymous",
              "api",
              "auditor",
              "auditors",
              "billing",
              "bot",
              "contact",
              "daemon",
              "erased",
              "everyone",
              "guest",
              "help",
              "helpdesk",
              "here",
              "hostmaster",
              "info",
              "legal",
              "mailer",
              "me",
              "mod",
              "moderation",
              "moderator",
              "moderators",
              "mods",
              "news",
              "noreply",
              "nobody",
              "notifications",
              "null",
              "officer",
              "officers",
              "official",
              "operator",
              "operators",
              "owner",
              "police",
              "postmaster",
              "powow",
              "press",
              "privacy",
              "root",
              "safety",
              "security",
              "server",
              "service",
              "signin",
              "signup",
              "staff",
              "superuser",
              "support",
              "sysadmin",
              "system",
              "team",
              "trust",
              "undefined",
              "webmaster")
          .map(ReservedHandles::fold)
          .collect(Collectors.toUnmodifiableSet());

  private ReservedHandles() {}

  static boolean contain(Handle handle) {
    return isReserved(handle.value().replaceAll("[._]", ""))
        || Arrays.stream(handle.value().split("[._]+", -1))
            .filter(word -> !word.isEmpty())
            .allMatch(ReservedHandles::isReserved);
  }

  private static boolean isReserved(String word) {
    String name = word.replaceFirst("[0-9]+$", "");
    return (name.isEmpty() && !word.isEmpty())
        || WORDS.contains(fold(name))
        || WORDS.contains(fold(word));
  }

  /// Maps strings that look the same in common typefaces to the same string.
  private static String fold(String word) {
    return word.replace("rn", "m")
        .replace("vv", "w")
        .replace('0', 'o')
        .replace('1', 'i')
        .replace('l', 'i')
        .replace('j', 'i')
        .replace('3', 'e')
        .replace('4', 'a')
        .replace('5', 's')
        .replace('7', 't');
  }
}
