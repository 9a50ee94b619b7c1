package info.powow.socket.push;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.Memberships;
import java.util.concurrent.CompletableFuture;

/// Queries the memberships of a person. Must not block.
public interface MembershipSource {
  CompletableFuture<Memberships> find(PersonId person);
}
