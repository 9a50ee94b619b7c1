package info.powow.projection.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import info.powow.projector.Claims;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/// Stores claims as documents: `views/4/0` is the first of four segments of the views, and
/// `views/4` lists the nodes. Every update is conditional on the state that was seen, so that only
/// one of several competing nodes succeeds.
final class MongoClaims implements Claims {
  private static final int DUPLICATE_KEY = 11_000;
  private static final long MOST_AT_FIRST = 1L << 52;
  private static final BulkWriteOptions IN_ANY_ORDER = new BulkWriteOptions().ordered(false);

  private final MongoCollection<BsonDocument> claims;
  private final String all;
  private final List<String> ids = new ArrayList<>();

  MongoClaims(MongoCollection<BsonDocument> claims, String edition, int segments) {
    this.claims = claims;
    this.all = edition + "/" + segments;
    ids.add(all);
    for (int segment = 0; segment < segments; segment++) {
      ids.add(idOf(segment));
    }
  }

  private String idOf(int segment) {
    return all + "/" + segment;
  }

  @Override
  public All find() {
    Map<Integer, Claim> bySegment = new HashMap<>();
    Map<String, Long> nodes = new HashMap<>();
    for (BsonDocument document : claims.find(Filters.in("_id", ids)).batchSize(ids.size() + 1)) {
      String id = document.getString("_id").getValue();
      if (id.equals(all)) {
        document
            .getDocument("nodes", new BsonDocument())
            .forEach((node, beat) -> nodes.put(node, beat.asNumber().longValue()));
      } else {
        int segment = Integer.parseInt(id.substring(all.length() + 1));
        BsonValue owner = document.get("owner");
        bySegment.put(
            segment,
            new Claim(
                segment,
                owner == null ? null : owner.asString().getValue(),
                longOf(document, "epoch"),
                longOf(document, "beat"),
                longOf(document, "reached")));
      }
    }
    return new All(bySegment, nodes);
  }

  private static long longOf(BsonDocument document, String field) {
    return document.getNumber(field).longValue();
  }

  @Override
  public @Nullable Claim take(int segment, @Nullable Claim seen, String node) {
    Claim taken =
        seen == null
            ? new Claim(segment, node, firstEpoch(), 1, 0)
            : new Claim(segment, node, seen.epoch() + 1, seen.beat() + 1, seen.reached());
    BsonDocument fields =
        new BsonDocument("owner", new BsonString(node))
            .append("epoch", new BsonInt64(taken.epoch()))
            .append("beat", new BsonInt64(taken.beat()));
    if (seen == null) {
      try {
        fields
            .append("_id", new BsonString(idOf(segment)))
            .append("reached", new BsonInt64(taken.reached()));
        claims.insertOne(fields);
      } catch (MongoWriteException refused) {
        if (refused.getCode() == DUPLICATE_KEY) {
          return null;
        }
        throw refused;
      }
      return taken;
    }
    long changed =
        claims
            .updateOne(
                new BsonDocument("_id", new BsonString(idOf(segment)))
                    .append("epoch", new BsonInt64(seen.epoch()))
                    .append("beat", new BsonInt64(seen.beat())),
                new BsonDocument("$set", fields))
            .getMatchedCount();
    return changed == 1 ? taken : null;
  }

  /// Random, so that it differs from epochs in a store that has since been emptied: their owner
  /// would take the new claim for its own.
  private static long firstEpoch() {
    return ThreadLocalRandom.current().nextLong(1, MOST_AT_FIRST);
  }

  @Override
  public void renew(String node, Collection<Claim> own) {
    List<WriteModel<BsonDocument>> writes = new ArrayList<>();
    writes.add(
        new UpdateOneModel<>(
            new BsonDocument("_id", new BsonString(all)),
            new BsonDocument("$inc", new BsonDocument("nodes." + node, new BsonInt64(1))),
            new UpdateOptions().upsert(true)));
    for (Claim claim : own) {
      writes.add(
          new UpdateOneModel<>(
              held(claim),
              new BsonDocument("$set", reached(claim))
                  .append("$inc", new BsonDocument("beat", new BsonInt64(1)))));
    }
    try {
      claims.bulkWrite(writes, IN_ANY_ORDER);
    } catch (MongoBulkWriteException failed) {
      // Another node was faster; this one is written with the next renewal.
      if (failed.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
        throw failed;
      }
    }
  }

  @Override
  public void release(Claim own) {
    claims.updateOne(
        held(own),
        new BsonDocument("$unset", new BsonDocument("owner", new BsonString("")))
            .append("$set", reached(own))
            .append("$inc", new BsonDocument("beat", new BsonInt64(1))));
  }

  private BsonDocument held(Claim claim) {
    return new BsonDocument("_id", new BsonString(idOf(claim.segment())))
        .append("epoch", new BsonInt64(claim.epoch()));
  }

  private static BsonDocument reached(Claim claim) {
    return new BsonDocument("reached", new BsonInt64(claim.reached()));
  }

  @Override
  public void leave(String node) {
    claims.updateOne(Filters.eq("_id", all), without(node));
  }

  @Override
  public void forget(String node, long seen) {
    claims.updateOne(
        new BsonDocument("_id", new BsonString(all)).append("nodes." + node, new BsonInt64(seen)),
        without(node));
  }

  private static BsonDocument without(String node) {
    return new BsonDocument("$unset", new BsonDocument("nodes." + node, new BsonString("")));
  }
}
