package info.powow.command.mail;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How a mail provider reports mail that came back.
///
/// @param topic the ARN of the topic of Amazon SNS that Amazon SES reports to; without one, no report
///     is accepted
@ConfigurationProperties("powow.mail.feedback")
public record MailFeedbackProperties(@Nullable String topic) {}
