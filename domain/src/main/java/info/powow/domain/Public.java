package info.powow.domain;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks what stays in the log for good, in clear: ids (which are pseudonyms), times, membership,
/// roles and sizes. It stands on a component of an event, or on a type that is public wherever it
/// is used.
///
/// The components of type `Instant`, `boolean` and of the enums of the domain need no mark: they
/// are public unless they are marked [Personal].
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Public {}
