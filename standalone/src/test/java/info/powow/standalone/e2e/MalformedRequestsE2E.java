package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.client.Receipt;
import info.powow.client.StompConnection;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is not of the documented form is refused by the field, the same over HTTP and STOMP.
@ExtendWith(SharedPowow.class)
class MalformedRequestsE2E {
  private static final String PLACE = "'place':{'lat':1,'lon':1}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final PowowProcess powow;
  private final TestPeople people;
  private Person ada;
  private String group;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  MalformedRequestsE2E(PowowProcess powow) {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
  }

  @BeforeEach
  void adaHasAGroup() throws Exception {
    ada = people.signUp("ada");
    group =
        people
            .postWithKey(ada, "/api/groups", Map.of("name", "ours"))
            .body()
            .path("conversationId")
            .asString();
  }

  @AfterEach
  void closeHttp() {
    http.close();
  }

  private Answer ask(String method, String path, Map<String, String> headers, byte[] body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(powow.http() + path.replace("{id}", group)))
            .header("authorization", "Bearer " + ada.token())
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return people.send(request.build());
  }

  private static void assertRefused(Answer answer, String field, String received) {
    assertThat(answer.body().path("code").asString("")).isEqualTo("invalid_request");
    assertThat(answer.body().path("field").asString("")).isEqualTo(field);
    assertThat(answer.body().path("received").asString("")).isEqualTo(received);
    assertThat(answer.body().path("expected").asString("")).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "PUT   | /api/conversations/{id}/members/x/role | {'role':0}                     | role        | number",
        "PATCH | /api/me                                | {'discoverable':2}             | discoverable | number",
        "PATCH | /api/me                                | {'interests':[null]}           | interests[0] | null",
        "POST  | /api/conversations/{id}/messages       | {'text':5}                     | text        | number",
        "POST  | /api/conversations/{id}/messages       | {'text':'x','replyTo':1.5}     | replyTo     | number",
        "POST  | /api/conversations/{id}/messages       | {'text':'x','mentions':[null]} | mentions[0] | null",
        "POST  | /api/conversations/{id}/messages       | {'text':'x','images':[null]}   | images[0]   | null",
        "POST  | /api/conversations/{id}/messages       | {'text':'x','text':'y'}        | text        | it twice",
        "PUT   | /api/conversations/{id}/read           | {'upTo':1.9}                   | upTo        | number",
        "PUT   | /api/conversations/{id}/read           | {'upTo':9223372036854775808}   | upTo        | number",
        "PUT   | /api/conversations/{id}/mute           | {'until':'+999999999-01-01T00:00:00Z'} | until | string",
        "POST  | /api/groups                            | {'name':5}                     | name        | number",
        "POST  | /api/groups                            | {'name':'x','members':[null]}  | members[0]  | null",
        "POST  | /api/groups                            | {}                             | name        | absent",
        "POST  | /api/services | {'name':'n',PLACE,'speakers':[null]}                   | speakers[0] | null",
        "POST  | /api/services | {'name':'n',PLACE,'hours':{'zone':'UTC','weekly':[null]}} | hours.weekly[0] | null",
        "POST  | /api/services | {'name':'n',PLACE,'hours':{'zone':'UTC','weekly':[{'dayOfWeek':[1],'opens':'09:00','closes':'10:00'}]}} | hours.weekly[0].dayOfWeek[0] | number",
        "POST  | /api/services | {'name':'n',PLACE,'hours':{'zone':'UTC','weekly':[{'dayOfWeek':['monday'],'opens':[9,0],'closes':'10:00'}]}} | hours.weekly[0].opens | array",
        "PUT   | /api/me/place                          | {'lat':1e400,'lon':0}          | lat         | number"
      })
  void aBodyOverHttp(String method, String path, String body, String field, String received)
      throws Exception {
    Answer answer =
        ask(
            method,
            path,
            Map.of("content-type", "application/json", "idempotency-key", "k"),
            body.replace("PLACE", PLACE).replace('\'', '"').getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertRefused(answer, field, received);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "POST  | /api/groups                      | {'name':' '}                 | invalid_name     | name",
        "PATCH | /api/conversations/{id}          | {'name':'a\\u0007'}           | invalid_name     | name",
        "POST  | /api/conversations/{id}/messages | {'text':'a\\u0007'}           | invalid_text     | text",
        "POST  | /api/conversations/{id}/messages | {'text':' '}                 | empty_message    | text",
        "PUT   | /api/conversations/{id}/mute     | {'until':'2020-01-01T00:00:00Z'} | invalid_time | until",
        "PATCH | /api/me                          | {'displayName':' '}          | invalid_name     | displayName",
        "PATCH | /api/me                          | {'interests':['a','!']}      | invalid_tag      | interests[1]",
        "PUT   | /api/me/place                    | {'lat':91,'lon':0}           | invalid_place    | lat",
        "POST  | /api/services | {'name':'n','place':{'lat':1,'lon':1,'label':' '}}      | invalid_name     | place.label",
        "POST  | /api/services | {'name':'n',PLACE,'contact':{'email':'x'}}              | invalid_contact  | contact.email",
        "POST  | /api/services | {'name':'n',PLACE,'area':-1}                            | invalid_place    | area",
        "POST  | /api/services | {'name':'n',PLACE,'hours':{'zone':'UTC','weekly':[{'dayOfWeek':[],'opens':'09:00','closes':'10:00'}]}} | invalid_hours | hours.weekly[0].dayOfWeek",
        "POST  | /api/gatherings | {'title':'t',PLACE,'zone':'UTC','start':'2030-01-01T00:00:00Z','end':'2030-01-01T01:00:00Z','capacity':0} | invalid_capacity | capacity",
        "POST  | /api/gatherings | {'title':'t',PLACE,'zone':'UTC','start':'2030-01-01T00:00:00Z','end':'2030-01-01T00:00:00Z'} | invalid_schedule | end",
        "POST  | /api/people     | {'handle':'a','password':'a long password','displayName':'A'} | invalid_handle | handle",
        "POST  | /api/people     | {'handle':'someone','password':'aaaaaaaaaa','displayName':'A'} | weak_password | password",
        "POST  | /api/people     | {'handle':'someone','password':'a long password','displayName':' '} | invalid_name | displayName",
        "POST  | /api/people     | {'handle':'admin','password':'a long password','displayName':'A'} | handle_reserved | handle",
        "GET   | /api/conversations?cursor=mine   |                              | invalid_cursor   | cursor",
      })
  void aRuleOfTheDomainNamesItsField(
      String method, String path, @Nullable String body, String code, String field)
      throws Exception {
    Answer answer =
        ask(
            method,
            path,
            Map.of("content-type", "application/json", "idempotency-key", "k"),
            body == null
                ? new byte[0]
                : body.replace("PLACE", PLACE).replace('\'', '"').getBytes(StandardCharsets.UTF_8));

    assertThat(answer.body().path("code").asString("")).isEqualTo(code);
    assertThat(answer.body().path("field").asString("")).isEqualTo(field);
    assertThat(answer.body().path("expected").asString("")).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /api/search?q=x&before=-999999999-01-01T00:00:00Z      | before   | string",
        "GET    | /api/search                                            | q        | absent",
        "GET    | /api/nearby/people?lat=NaN&lon=1                       | lat      | string",
        "GET    | /api/nearby/people?lat=1                               | lon      | absent",
        "GET    | /api/nearby/people?lat=1&lon=1&radius=1e3              | radius   | string",
        "GET    | /api/nearby/people?bbox=1,2,3                          | bbox     | another value",
        "GET    | /api/nearby/people?bbox=1,,3,4                         | bbox     | nothing",
        "GET    | /api/nearby/people?bbox=0,0,1,1&radius=5000            | bbox     | both",
        "GET    | /api/nearby/services?lat=1&lon=1&bbox=0,0,1,1          | bbox     | both",
        "GET    | /api/nearby/gatherings?lat=1&lon=1&free=yes            | free     | string",
        "GET    | /api/conversations?limit=                              | limit    | nothing",
        "GET    | /api/conversations?limit=0x1F                          | limit    | string",
        "GET    | /api/conversations?limit=1&limit=2                     | limit    | it twice",
        "GET    | /api/conversations?limit=1&%6Cimit=2                   | limit    | it twice",
        "GET    | /api/conversations?limit=101                           | limit    | number",
        "GET    | /api/conversations/{id}/events?after=9223372036854775808 | after  | string",
        "DELETE | /api/conversations/{id}/messages/-1                    | position | string",
        "DELETE | /api/conversations/{id}/messages/1.5                   | position | string",
        "PUT    | /api/conversations/{id}/pins/x                         | position | string",
        "GET    | /api/people                                            | handle   | neither",
      })
  void aParameter(String method, String path, String field, String received) throws Exception {
    Answer answer = ask(method, path, Map.of(), new byte[0]);

    assertThat(answer.status()).isEqualTo(400);
    assertRefused(answer, field, received);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/search?q=x&cursor=mine",
        "/api/conversations?cursor=mine",
        "/api/nearby/gatherings?lat=1&lon=1&cursor=-9223372036854775808.c000000000000000.a"
      })
  void aCursorByHand(String path) throws Exception {
    assertThat(ask("GET", path, Map.of(), new byte[0]).body().path("code").asString(""))
        .isEqualTo("invalid_cursor");
  }

  @Test
  void aHeader() throws Exception {
    byte[] body = "{\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    String path = "/api/conversations/{id}/messages";
    assertRefused(
        ask("POST", path, Map.of("content-type", "application/json"), body),
        "Idempotency-Key",
        "absent");
    Answer unacceptable = ask("GET", "/api/me", Map.of("accept", "nonsense"), new byte[0]);
    assertThat(unacceptable.status()).isEqualTo(406);
    assertRefused(unacceptable, "Accept", "another value");
    for (String type :
        List.of("*/*", "text/plain", "application/json;charset=utf-16", "nonsense")) {
      Answer answer = ask("POST", path, Map.of("content-type", type, "idempotency-key", "k"), body);
      assertThat(answer.status()).as(type).isEqualTo(415);
      assertThat(answer.body().path("code").asString("")).isEqualTo("invalid_request");
      assertThat(answer.body().path("field").asString("")).isEqualTo("Content-Type");
    }
  }

  @Test
  void aHeaderThatIsLookedAtBelowTheControllers() throws Exception {
    for (String encoding : List.of("gzip", "br", "identity, gzip")) {
      Answer packed =
          ask(
              "PATCH",
              "/api/me",
              Map.of("content-type", "application/json", "content-encoding", encoding),
              new byte[100]);
      assertThat(packed.status()).isEqualTo(415);
      assertRefused(packed, "Content-Encoding", "another encoding");
    }
    for (Map.Entry<String, Map<String, String>> wrong :
        Map.of(
                "Upgrade", Map.of("Upgrade", "h2c"),
                "Connection", Map.of("Connection", "keep-alive"),
                "Sec-WebSocket-Version", Map.of("Sec-WebSocket-Version", "8"))
            .entrySet()) {
      try (RawSocket socket = RawSocket.open(powow.port(), wrong.getValue())) {
        assertThat(socket.status()).as(wrong.getKey()).isEqualTo(400);
      }
    }
    assertRefused(ask("GET", "/ws", Map.of(), new byte[0]), "Upgrade", "absent");
    assertRefused(ask("DELETE", "/ws", Map.of(), new byte[0]), "method", "another method");
  }

  @Test
  void aRangeBehindTheEndOfAPicture() throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    boolean unused = ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", png);
    byte[] form =
        ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
                + png.toString(StandardCharsets.ISO_8859_1)
                + "\r\n--b--\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    String image =
        ask("POST", "/api/images", Map.of("content-type", "multipart/form-data; boundary=b"), form)
            .body()
            .path("imageId")
            .asString();

    Answer behind =
        ask("GET", "/api/images/" + image, Map.of("range", "bytes=9999999-"), new byte[0]);

    assertThat(behind.status()).isEqualTo(416);
    assertRefused(behind, "Range", "another range");
  }

  /// To servlets, fields of a form are parameters: they must not come in as such by a second door.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /api/nearby/people?lat=1&lon=1",
        "POST   | /api/conversations/{id}/invitation/decline",
        "POST   | /api/people",
        "PUT    | /api/me/place",
        "DELETE | /api/me/sessions/s1",
      })
  void aFormIsNoBody(String method, String path) throws Exception {
    int before = powow.output().length();
    byte[] broken = "limit=0x1F&a=%zz&%ff=%".getBytes(StandardCharsets.UTF_8);
    for (String type :
        List.of(
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "Multipart/mixed; boundary=x",
            "application/x-www-form-urlencoded")) {
      for (byte[] body : List.of(new byte[0], broken)) {
        Answer answer = ask(method, path, Map.of("content-type", type), body);
        assertThat(answer.status()).as(type).isEqualTo(415);
        assertThat(answer.body().path("field").asString("")).isEqualTo("Content-Type");
      }
    }
    assertThat(powow.output().substring(before)).doesNotContain("ERROR");
  }

  @Test
  void aBodyIsTheSameOverStomp() throws Exception {
    LinkedBlockingQueue<JsonNode> refusals = new LinkedBlockingQueue<>();
    StompConnection stomp =
        StompConnection.open(http, powow.socket(), ada.token(), (_, body) -> refusals.add(body));
    for (String body :
        List.of(
            "{\"text\":5}",
            "{\"text\":\"x\",\"replyTo\":1.5}",
            "{\"text\":\"x\",\"mentions\":[null]}",
            "{\"text\":\"x\",\"mentions\":[\"no id\"]}",
            "{\"text\":\"\\ud800\"}",
            "{\"text\":\"\\u0007\"}",
            "{\"text\":\" \"}",
            "{\"text\":\"x\",\"text\":\"y\"}",
            "{\"text\":\"x\",\"images\":[[]]}",
            "{\"text\":\"x\"} {}")) {
      String keyed = body.replaceFirst("^\\{", "{\"key\":\"" + UUID.randomUUID() + "\",");
      CompletableFuture<Receipt> answer =
          stomp.send("/app/conversations/" + group + "/send", keyed);
      Receipt done = answer.exceptionally(_ -> new Receipt(null, -2)).get(20, TimeUnit.SECONDS);
      assertThat(done.position()).as(body).isEqualTo(-2);
      JsonNode overStomp = Objects.requireNonNull(refusals.poll(20, TimeUnit.SECONDS));
      Answer overHttp =
          ask(
              "POST",
              "/api/conversations/{id}/messages",
              Map.of("content-type", "application/json", "idempotency-key", "k"),
              body.getBytes(StandardCharsets.UTF_8));
      for (String member : List.of("code", "field", "expected", "received")) {
        assertThat(overStomp.path(member)).as(body).isEqualTo(overHttp.body().path(member));
      }
    }
    stomp.disconnect();
  }

  @Test
  void whatIsNoOriginOpensNoSocketAndLeavesNoTrace() throws Exception {
    int before = powow.output().length();
    for (String origin : List.of("http://a:b", "http://", "a", "http://a b", "http://[::1")) {
      try (RawSocket socket = RawSocket.open(powow.port(), Map.of("Origin", origin))) {
        assertThat(socket.status()).as(origin).isEqualTo(403);
      }
    }
    assertThat(powow.output().substring(before)).doesNotContain("\tat ");
  }
}
