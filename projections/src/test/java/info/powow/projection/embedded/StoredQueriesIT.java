package info.powow.projection.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever finds documents finds the same ones.
class StoredQueriesIT {
  private final EmbeddedMongo mongo = EmbeddedMongo.start();
  private final MongoClient client = MongoClients.create(mongo.uri());
  private final MongoDatabase database = client.getDatabase("powow");
  private final MongoCollection<Document> scanned = database.getCollection("scanned");
  private final MongoCollection<Document> indexed = database.getCollection("indexed");

  @AfterEach
  void close() {
    client.close();
    mongo.close();
  }

  private void index() {
    indexed.createIndex(Indexes.ascending("lane", "segment", "due", "_id"));
    indexed.createIndex(Indexes.ascending("segment", "epoch"));
    indexed.createIndex(Indexes.ascending("tags"));
    indexed.createIndex(Indexes.ascending("inner.value"));
  }

  private static Document row(Random random, int id) {
    Document row =
        new Document("_id", random.nextInt(4) == 0 ? (Object) id : "id" + id)
            .append("lane", random.nextBoolean() ? "PUSH" : "MAIL")
            .append("segment", random.nextInt(4))
            .append("due", number(random))
            .append("inner", new Document("value", random.nextInt(5)));
    if (random.nextBoolean()) {
      row.append("epoch", (long) random.nextInt(3));
    }
    switch (random.nextInt(4)) {
      case 0 -> row.append("tags", Arrays.asList(random.nextInt(3), random.nextInt(6)));
      case 1 -> row.append("tags", random.nextInt(6));
      case 2 -> row.append("tags", null);
      default -> {
        // Without.
      }
    }
    return row;
  }

  private static Object number(Random random) {
    int number = random.nextInt(20);
    return switch (random.nextInt(3)) {
      case 0 -> number;
      case 1 -> (long) number;
      default -> number + 0.5;
    };
  }

  private static Bson filter(Random random) {
    List<Bson> filters =
        List.of(
            Filters.eq("lane", "PUSH"),
            Filters.in("segment", 1, 3),
            Filters.eq("segment", 2),
            Filters.lte("due", random.nextInt(20)),
            Filters.gt("due", random.nextInt(20)),
            Filters.gt("epoch", 0L),
            Filters.lt("epoch", 2L),
            Filters.eq("epoch", null),
            Filters.exists("epoch"),
            Filters.eq("tags", random.nextInt(6)),
            Filters.in("tags", 1, 4, 5),
            Filters.and(Filters.gt("tags", 2), Filters.lt("tags", 2)),
            Filters.gte("tags", 4),
            Filters.eq("tags", null),
            Filters.eq("tags", List.of(1, 2)),
            Filters.eq("inner.value", 3),
            Filters.eq("inner", new Document("value", 3)),
            Filters.gt("_id", "id3"),
            Filters.lt("_id", "id7"),
            Filters.gte("_id", 40),
            Filters.in("_id", "id1", 7, "id9", "none"),
            Filters.eq("_id", "id12"),
            Filters.not(Filters.gt("due", 10)),
            Filters.or(Filters.eq("lane", "PUSH"), Filters.eq("segment", 0)));
    List<Bson> some = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      some.add(filters.get(random.nextInt(filters.size())));
    }
    return some.size() == 1 ? some.getFirst() : Filters.and(some);
  }

  private static @Nullable Bson order(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> Sorts.ascending("due", "_id");
      case 2 -> Sorts.descending("due", "_id");
      case 3 -> Sorts.ascending("segment", "due", "_id");
      case 4 -> Sorts.descending("_id");
      default -> Sorts.ascending("_id");
    };
  }

  private static List<Document> found(
      MongoCollection<Document> in, Bson filter, @Nullable Bson order, int limit) {
    FindIterable<Document> found = in.find(filter).batchSize(7);
    return (order == null ? found : found.sort(order).limit(limit)).into(new ArrayList<>());
  }

  @Test
  void aQueryFindsTheSameWithAnIndexAsWithout() {
    Random random = new Random(20261130);
    index();
    int results = 0;
    for (int round = 0; round < 12; round++) {
      for (int id = 0; id < 60; id++) {
        Document row = row(random, id);
        for (MongoCollection<Document> each : List.of(scanned, indexed)) {
          each.replaceOne(
              Filters.eq("_id", row.get("_id")), row, new ReplaceOptions().upsert(true));
        }
      }
      Bson deleted = Filters.eq("due", random.nextInt(20));
      Bson updated = Filters.eq("segment", random.nextInt(4));
      Bson update = Updates.inc("due", 1);
      assertThat(indexed.deleteMany(deleted)).isEqualTo(scanned.deleteMany(deleted));
      assertThat(indexed.updateMany(updated, update))
          .isEqualTo(scanned.updateMany(updated, update));
      for (int query = 0; query < 150; query++) {
        Bson filter = filter(random);
        Bson order = order(random);
        int limit = random.nextInt(12);
        List<Document> expected = found(scanned, filter, order, limit);
        List<Document> actual = found(indexed, filter, order, limit);
        results += expected.size();
        String what = filter + " " + order + " " + limit;
        if (order == null) {
          assertThat(actual).as(what).containsExactlyInAnyOrderElementsOf(expected);
        } else {
          assertThat(actual).as(what).isEqualTo(expected);
        }
      }
    }
    assertThat(results).isGreaterThan(5_000);
    assertThat(indexed.countDocuments()).isEqualTo(scanned.countDocuments());
  }

  @Test
  void theOppositeOrderOfIdsIsThatOfIdsReversed() {
    Random random = new Random(20261201);
    for (int id = 0; id < 60; id++) {
      scanned.insertOne(row(random, id));
    }
    List<Bson> filters =
        List.of(
            Filters.empty(),
            Filters.gt("_id", "id3"),
            Filters.lte("_id", "id27"),
            Filters.and(Filters.gte("_id", "id2"), Filters.lt("_id", "id5")),
            Filters.lt("_id", 30),
            Filters.gte("_id", 41),
            Filters.eq("lane", "MAIL"),
            Filters.and(Filters.lt("_id", "id5"), Filters.eq("segment", 1)),
            Filters.and(Filters.gt("_id", "id5"), Filters.lt("_id", "id2")));
    for (Bson filter : filters) {
      List<Document> expected = found(scanned, filter, Sorts.ascending("_id"), 0).reversed();
      for (int limit = 1; limit <= expected.size() + 1; limit++) {
        assertThat(found(scanned, filter, Sorts.descending("_id"), limit))
            .as("%s %d", filter, limit)
            .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
      }
    }
    assertThat(found(scanned, Filters.empty(), Sorts.descending("_id"), 0)).hasSize(60);
  }

  @Test
  void anIndexIsFilledWithWhatIsThereAndCanBeDropped() {
    for (int id = 0; id < 5; id++) {
      indexed.insertOne(new Document("_id", id).append("segment", id % 2));
    }
    String name = indexed.createIndex(Indexes.ascending("segment"));
    assertThat(indexed.find(Filters.eq("segment", 1)).into(new ArrayList<>())).hasSize(2);
    indexed.dropIndex(name);
    assertThat(indexed.find(Filters.eq("segment", 1)).into(new ArrayList<>())).hasSize(2);
    assertThat(indexed.listIndexes().into(new ArrayList<>())).hasSize(1);
  }

  @Test
  void onlyTheIdIsUnique() {
    assertThatThrownBy(
            () -> indexed.createIndex(Indexes.ascending("lane"), new IndexOptions().unique(true)))
        .isInstanceOf(MongoCommandException.class);
  }

  @Test
  void aProjectionHasOnlyWhatItNames() {
    indexed.insertOne(Document.parse("{_id: 'a', b: {c: 1, d: 2}, e: 3, f: [1]}"));
    assertThat(indexed.find(Filters.eq("e", 3)).projection(Projections.include("b.c")).first())
        .isEqualTo(Document.parse("{_id: 'a', b: {c: 1}}"));
    assertThat(indexed.find().projection(Projections.exclude("b", "f")).first())
        .isEqualTo(Document.parse("{_id: 'a', e: 3}"));
  }

  @Test
  void oneCommandSeesWhatItHasWritten() {
    List<WriteModel<Document>> writes =
        List.of(
            new InsertOneModel<>(new Document("_id", "a").append("n", 1)),
            new UpdateOneModel<>(Filters.eq("_id", "b"), Updates.inc("n", 1), upsert()),
            new UpdateOneModel<>(Filters.eq("_id", "b"), Updates.inc("n", 1), upsert()),
            new UpdateOneModel<>(Filters.eq("n", 2), Updates.set("found", true)));
    indexed.bulkWrite(writes);
    assertThat(indexed.find().sort(Sorts.ascending("_id")).into(new ArrayList<>()))
        .containsExactly(
            Document.parse("{_id: 'a', n: 1}"), Document.parse("{_id: 'b', n: 2, found: true}"));
  }

  private static UpdateOptions upsert() {
    return new UpdateOptions().upsert(true);
  }

  @Test
  void aReplacementThatIsOlderIsADuplicate() {
    ReplaceOptions upsert = new ReplaceOptions().upsert(true);
    indexed.insertOne(new Document("_id", "a").append("position", 7L));
    List<WriteModel<Document>> writes =
        List.of(
            new ReplaceOneModel<>(
                Document.parse("{_id: 'a', position: {$lt: 7}}"),
                Document.parse("{_id: 'a', position: 5, old: true}"),
                upsert),
            new ReplaceOneModel<>(
                Document.parse("{_id: 'b', position: {$lt: 7}}"),
                Document.parse("{_id: 'b', position: 5}"),
                upsert));
    assertThatThrownBy(() -> indexed.bulkWrite(writes, new BulkWriteOptions().ordered(false)))
        .isInstanceOfSatisfying(
            MongoBulkWriteException.class,
            refused ->
                assertThat(refused.getWriteErrors())
                    .singleElement()
                    .satisfies(error -> {
                      assertThat(error.getCode()).isEqualTo(11_000);
                      assertThat(error.getIndex()).isZero();
                    }));
    indexed.replaceOne(
        Document.parse("{_id: 'b', position: {$lt: 6}}"),
        Document.parse("{_id: 'b', position: 6}"));
    assertThat(indexed.find().sort(Sorts.ascending("_id")).into(new ArrayList<>()))
        .extracting(document -> document.get("position", Number.class).intValue())
        .containsExactly(7, 6);
  }

  @Test
  void whatIsDroppedDoesNotComeBack() {
    index();
    indexed.insertOne(new Document("_id", "a").append("segment", 1));
    scanned.insertOne(new Document("_id", "a"));
    indexed.drop();
    assertThat(indexed.countDocuments()).isZero();
    assertThat(database.listCollectionNames()).containsExactly("scanned");
    indexed.insertOne(new Document("_id", "b").append("segment", 1));
    index();
    assertThat(indexed.find(Filters.eq("segment", 1)).into(new ArrayList<>()))
        .extracting(document -> document.get("_id"))
        .containsExactly("b");
    database.drop();
    assertThat(client.listDatabaseNames()).doesNotContain("powow");
    assertThat(scanned.countDocuments()).isZero();
  }
}
