package info.powow.domain.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import info.powow.domain.identity.AccountCommand.ReserveHandle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Somebody whom another issuer vouches for, and who was never here before.
///
/// What an issuer calls people is no handle always, and need not be theirs alone. So there are
/// several handles to try: the last is the person's own.
///
/// @param handles to be tried in this order; the same ones whenever the same is said of the person
public record ExternalPerson(PersonId person, List<Handle> handles, String displayName) {
  private static final int LONGEST_STEM = 20;
  private static final int LONGEST = 30;

  /// @param person as [PersonId#of] names people
  /// @param username what the issuer says the person likes to be called, as one word
  /// @param name the person's name in full
  public static ExternalPerson of(
      PersonId person, @Nullable String username, @Nullable String name) {
    String id = person.value();
    String stem = stem(Objects.requireNonNullElse(username, Objects.requireNonNullElse(name, "")));
    Handle own = new Handle(cut(id, LONGEST));
    List<Handle> handles =
        stem.length() < 3
            ? List.of(own)
            : List.of(
                new Handle(cut(stem, LONGEST)),
                new Handle(cut(stem, LONGEST_STEM) + '_' + id.substring(id.length() - 8)),
                own);
    return new ExternalPerson(person, handles, displayName(name, username, handles.getFirst()));
  }

  public ReserveHandle reserve(Handle handle) {
    return new ReserveHandle(handle, person, displayName);
  }

  /// Of an address, what is before the "@": all of it would be one to write to.
  private static String withoutDomain(String called) {
    int at = called.indexOf('@');
    return at < 0 ? called : called.substring(0, at);
  }

  private static String stem(String called) {
    return withoutDomain(called)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9_.]", "")
        .replaceFirst("^[^a-z]+", "")
        .replaceAll("\\.{2,}", ".")
        .replaceFirst("\\.$", "");
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length).replaceFirst("\\.$", "");
  }

  private static String displayName(
      @Nullable String name, @Nullable String username, Handle handle) {
    for (String candidate : new @Nullable String[] {name, username}) {
      if (candidate != null) {
        try {
          return Texts.requireName(withoutDomain(candidate));
        } catch (Rejected _) {
          // What no name here may be; there is another one.
        }
      }
    }
    return handle.value();
  }
}
