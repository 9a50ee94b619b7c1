package info.powow.domain;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the component of an event under whose key its [Personal] components are sealed: the person
/// whose words or data they are, or the group, gathering or service that a name or text belongs to.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Owner {}
