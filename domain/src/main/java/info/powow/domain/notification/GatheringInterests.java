package info.powow.domain.notification;

import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.gathering.Announcement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which interests a gathering fits: its category, and the words of its title, alone and up to three
/// in a row. The text does not count, or hosts would fill it with words.
public final class GatheringInterests {
  private static final int MAX_WORDS = 3;
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private GatheringInterests() {}

  public static Set<Tag> of(Announcement announcement) {
    Set<Tag> found = new LinkedHashSet<>();
    if (announcement.category() != null) {
      found.add(announcement.category());
    }
    List<String> words =
        BETWEEN.splitAsStream(announcement.title()).filter(word -> !word.isEmpty()).toList();
    for (int first = 0; first < words.size(); first++) {
      for (int last = first; last < Math.min(words.size(), first + MAX_WORDS); last++) {
        List<String> row = words.subList(first, last + 1);
        add(found, String.join(" ", row));
        if (row.size() > 1) {
          add(found, String.join("-", row));
        }
      }
    }
    return found;
  }

  private static void add(Set<Tag> found, String words) {
    try {
      found.add(new Tag(words));
    } catch (Rejected tooLong) {
      // Nobody can have it as an interest.
    }
  }
}
