package info.powow.eventlog.seal;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Identifier;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import info.powow.eventlog.json.EventTypes;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is personal is declared where the event is declared.
class PersonalFieldsTest {
  @Test
  void everyFieldOfEveryEventIsEitherPersonalOrPublic() {
    assertThat(undeclared(EventTypes.ofPowow())).isEmpty();
  }

  @Test
  void aFieldThatIsNeitherIsFound() {
    EventTypes types =
        EventTypes.builder().type(Forgotten.class).type(Twice.class).type(Ownerless.class).build();

    assertThat(undeclared(types))
        .containsExactlyInAnyOrder(
            "Forgotten.text is neither @Personal nor @Public",
            "Forgotten.number is neither @Personal nor @Public",
            "Twice.text is both @Personal and @Public",
            "Ownerless has @Personal fields and not one @Owner");
  }

  record Forgotten(PersonId by, String text, long number, Instant at) {}

  record Twice(@Owner PersonId by, @Personal @Public String text) {}

  record Ownerless(PersonId by, @Personal String text) {}

  private static List<String> undeclared(EventTypes types) {
    List<String> wrong = new ArrayList<>();
    for (Class<?> event : types.classes()) {
      long owners = 0;
      boolean personal = false;
      for (RecordComponent component : event.getRecordComponents()) {
        String name = event.getSimpleName() + "." + component.getName();
        boolean isPersonal = component.isAnnotationPresent(Personal.class);
        boolean isPublic = component.isAnnotationPresent(Public.class);
        if (isPersonal && isPublic) {
          wrong.add(name + " is both @Personal and @Public");
        } else if (!isPersonal && !isPublic && !isPublic(component.getGenericType())) {
          wrong.add(name + " is neither @Personal nor @Public");
        }
        if (component.isAnnotationPresent(Owner.class)) {
          owners += Identifier.class.isAssignableFrom(component.getType()) && !isPersonal ? 1 : 99;
        }
        personal |= isPersonal;
      }
      if (owners != (personal ? 1 : 0)) {
        wrong.add(event.getSimpleName() + " has @Personal fields and not one @Owner");
      }
    }
    return wrong;
  }

  private static boolean isPublic(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return Arrays.stream(parameterized.getActualTypeArguments())
          .allMatch(PersonalFieldsTest::isPublic);
    }
    return type == Instant.class
        || type == boolean.class
        || (type instanceof Class<?> raw && (raw.isEnum() || isMarked(raw)));
  }

  private static boolean isMarked(AnnotatedElement type) {
    return type.isAnnotationPresent(Public.class);
  }
}
