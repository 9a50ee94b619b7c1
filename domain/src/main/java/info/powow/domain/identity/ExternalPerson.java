package info.powow.domain.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import info.powow.domain.identity.AccountCommand.ReserveHandle;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A person whom an external issuer authenticates, and who is new here.
///
/// An issuer's name for a person need not be a valid or unique handle. So there are several
/// candidates; the last one is unique to the person.
///
/// @param handles the candidates, in the order to try; always the same for the same claims
public record ExternalPerson(PersonId person, List<Handle> handles, String displayName) {
  private static final int LONGEST_STEM = 20;
  private static final int LONGEST = 30;

  /// @param person an id made by [PersonId#of]
  /// @param username the name that the issuer reports as preferred, as one word
  /// @param name the person's full name
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

  /// The part of an address before the "@". The whole address would disclose how to write to the
  /// person.
  private static String withoutDomain(String called) {
    int at = called.indexOf('@');
    return at < 0 ? called : called.substring(0, at);
  }

  private static String stem(String called) {
    return Texts.lowerCase(withoutDomain(called))
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
          // Not a valid name here; try the next one.
        }
      }
    }
    return handle.value();
  }
}
