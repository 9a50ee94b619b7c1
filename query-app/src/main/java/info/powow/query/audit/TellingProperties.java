package info.powow.query.audit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What people are told about audits.
///
/// @param tellPeople whether people are told of audits that concerned them, after the case has
///     ended: who read, how often, what for, and on which basis. Whether it is allowed, or a duty, is
///     a matter of law
@ConfigurationProperties("powow.audit")
public record TellingProperties(@DefaultValue("false") boolean tellPeople) {}
