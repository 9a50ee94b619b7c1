package info.powow.notify.push;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The outcome of a push.
public sealed interface PushOutcome {
  /// The name in the journal and in metrics.
  String name();

  /// The service accepted the push.
  record Sent() implements PushOutcome {
    @Override
    public String name() {
      return "sent";
    }
  }

  /// The service does not know the device any more.
  record Gone() implements PushOutcome {
    @Override
    public String name() {
      return "gone";
    }
  }

  /// The service wants a shorter push.
  record TooLarge() implements PushOutcome {
    @Override
    public String name() {
      return "too_large";
    }
  }

  /// The service refuses the push. The fault is this server's, not the device's.
  record Refused(int status) implements PushOutcome {
    @Override
    public String name() {
      return "refused";
    }
  }

  /// Not sent: this server has no account at the service.
  record Unconfigured() implements PushOutcome {
    @Override
    public String name() {
      return "unconfigured";
    }
  }

  /// Failed. A later attempt may succeed.
  ///
  /// @param retryAfter how long the service asks to wait; null if it did not say
  record Failed(@Nullable Duration retryAfter) implements PushOutcome {
    @Override
    public String name() {
      return "failed";
    }
  }

  /// Not sent: the address of the service is not public.
  record Forbidden() implements PushOutcome {
    @Override
    public String name() {
      return "forbidden";
    }
  }

  /// Not sent now: the circuit is open, too many requests are in flight, or the service is not
  /// connected yet.
  record Paused(Duration pause) implements PushOutcome {
    @Override
    public String name() {
      return "paused";
    }
  }
}
