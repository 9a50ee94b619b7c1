package info.powow.socket.push;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.Memberships;
import java.util.concurrent.CompletableFuture;

/// Where it can be asked what somebody is a member of. Must not keep the caller waiting.
public interface MembershipSource {
  CompletableFuture<Memberships> find(PersonId person);
}
