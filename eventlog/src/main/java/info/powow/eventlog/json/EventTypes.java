package info.powow.eventlog.json;

import info.powow.domain.audit.CaseEvent;
import info.powow.domain.campaign.CampaignEvent;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.erasure.ErasureEvent;
import info.powow.domain.erasure.HoldEvent;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.identity.AccountEvent;
import info.powow.domain.identity.SessionEvent;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.mail.MailEvent;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.NotificationEvent;
import info.powow.domain.operation.OperationEvent;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.domain.refusal.CommandRefused;
import info.powow.domain.report.ReportEvent;
import info.powow.domain.staff.RoleEvent;
import info.powow.domain.staff.StaffTokenIssued;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The classes that may be in the log, and their names. A name is the simple name of the class
/// without its package, so that classes may move. Names in the log are permanent.
///
/// The default revision of a type is "1". A changed event gets the next revision, and an upcaster
/// (`org.axonframework.serialization.upcasting.event.EventUpcaster`, a bean) that converts the
/// older one.
public final class EventTypes {
  public static final String FIRST_REVISION = "1";

  private final Map<String, Class<?>> classes;
  private final Map<Class<?>, String> names;
  private final Map<String, String> revisions;

  private EventTypes(Map<String, Class<?>> classes, Map<String, String> revisions) {
    this.classes = Map.copyOf(classes);
    this.revisions = Map.copyOf(revisions);
    Map<Class<?>, String> byClass = new HashMap<>();
    classes.forEach((name, type) -> byClass.put(type, name));
    this.names = Map.copyOf(byClass);
  }

  /// All events of Powow.
  public static EventTypes ofPowow() {
    return builder()
        .family(ConversationEvent.class)
        .family(ReadEvent.class)
        .family(PersonEvent.class)
        .family(ImageEvent.class)
        .family(AccountEvent.class)
        .family(SessionEvent.class)
        .family(GatheringEvent.class)
        .family(ServiceEvent.class)
        .family(NotificationEvent.class)
        .family(DeviceEvent.class)
        .family(MailEvent.class)
        .family(CampaignEvent.class)
        .family(OperationEvent.class)
        .family(RoleEvent.class)
        .family(CaseEvent.class)
        .family(ErasureEvent.class)
        .family(HoldEvent.class)
        .family(ReportEvent.class)
        .type(StaffTokenIssued.class)
        .type(CommandRefused.class)
        .build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Returns a builder that contains these types.
  public Builder and() {
    Builder builder = new Builder();
    builder.classes.putAll(classes);
    builder.revisions.putAll(revisions);
    return builder;
  }

  /// @throws UnknownEventType if there is none
  public Class<?> classOf(String name) {
    Class<?> type = classes.get(name);
    if (type == null) {
      throw new UnknownEventType(name);
    }
    return type;
  }

  /// @throws UnknownEventType if it is not registered
  public String nameOf(Class<?> type) {
    String name = names.get(type);
    if (name == null) {
      throw new UnknownEventType(type);
    }
    return name;
  }

  /// The current revision of a type.
  public String revisionOf(String name) {
    return revisions.getOrDefault(name, FIRST_REVISION);
  }

  /// Whether a stored event needs no upcasting.
  public boolean isCurrent(String name, @Nullable String revision) {
    return classes.containsKey(name) && revisionOf(name).equals(revision);
  }

  public boolean contains(Class<?> type) {
    return names.containsKey(type);
  }

  public Collection<Class<?>> classes() {
    return classes.values();
  }

  /// Collects types.
  public static final class Builder {
    private final Map<String, Class<?>> classes = new LinkedHashMap<>();
    private final Map<String, String> revisions = new HashMap<>();

    private Builder() {}

    /// All classes of a sealed family.
    public Builder family(Class<?> sealed) {
      if (!sealed.isSealed()) {
        return type(sealed);
      }
      for (Class<?> permitted : sealed.getPermittedSubclasses()) {
        family(permitted);
      }
      return this;
    }

    /// One class: an event or a snapshot.
    public Builder type(Class<?> type) {
      Class<?> other = classes.putIfAbsent(type.getSimpleName(), type);
      if (other != null && other != type) {
        throw new IllegalArgumentException(
            type.getName()
                + " and "
                + other.getName()
                + " would have the same name in the log: "
                + type.getSimpleName());
      }
      return this;
    }

    /// Sets the current revision of a type.
    public Builder revision(Class<?> type, String revision) {
      type(type);
      revisions.put(type.getSimpleName(), revision);
      return this;
    }

    public EventTypes build() {
      return new EventTypes(classes, revisions);
    }
  }
}
