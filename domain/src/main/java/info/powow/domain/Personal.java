package info.powow.domain;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a component of an event as personal data: what somebody wrote, how they are called or
/// reached, where they are. The log seals it under a key of the event's [Owner], so that destroying
/// that key erases it.
///
/// A component is [Personal] or [Public]. A test fails for one that is neither.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Personal {}
