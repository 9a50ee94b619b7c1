package info.powow.notify.push;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a push service said to a message.
public sealed interface PushOutcome {
  /// The name in the journal and in metrics.
  String name();

  /// It will deliver it.
  record Sent() implements PushOutcome {
    @Override
    public String name() {
      return "sent";
    }
  }

  /// It does not know the device any more.
  record Gone() implements PushOutcome {
    @Override
    public String name() {
      return "gone";
    }
  }

  /// It wants a shorter message.
  record TooLarge() implements PushOutcome {
    @Override
    public String name() {
      return "too_large";
    }
  }

  /// It does not accept what this server does: the fault of this server, and not of the device.
  record Refused(int status) implements PushOutcome {
    @Override
    public String name() {
      return "refused";
    }
  }

  /// It was not asked: this server has no account with it.
  record Unconfigured() implements PushOutcome {
    @Override
    public String name() {
      return "unconfigured";
    }
  }

  /// Later, perhaps.
  ///
  /// @param retryAfter how long it wants to be left alone; null when it did not say
  record Failed(@Nullable Duration retryAfter) implements PushOutcome {
    @Override
    public String name() {
      return "failed";
    }
  }

  /// It was not asked: its address leads into a network that is nobody's business.
  record Forbidden() implements PushOutcome {
    @Override
    public String name() {
      return "forbidden";
    }
  }

  /// It was not asked: it has answered badly, or has enough to do.
  record Paused(Duration pause) implements PushOutcome {
    @Override
    public String name() {
      return "paused";
    }
  }
}
