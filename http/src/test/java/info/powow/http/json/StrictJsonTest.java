package info.powow.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import info.powow.domain.FieldError;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.Role;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  record Asked(
      String name,
      List<PersonId> members,
      @Nullable Set<DayOfWeek> days,
      @Nullable PersonId with,
      @Nullable Role role,
      @Nullable Boolean open,
      @Nullable Long position,
      @Nullable Integer capacity,
      @Nullable Double lat,
      @Nullable Instant until,
      @Nullable LocalDate date,
      @Nullable LocalTime time,
      @Nullable ZoneId zone,
      @Nullable Inner inner,
      @Nullable List<Inner> list) {}

  record Inner(boolean flag, @Nullable String text) {}

  private static Asked read(String json) {
    return StrictJson.read(Asked.class, json.getBytes(StandardCharsets.UTF_8));
  }

  private static FieldError error(byte[] json) {
    Rejected refusal =
        catchThrowableOfType(Rejected.class, () -> StrictJson.read(Asked.class, json));
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST);
    return Objects.requireNonNull(refusal.error());
  }

  @Test
  void everyKindOfValueIsRead() {
    Asked asked =
        read(
            """
            {"name": "Ours 👍", "members": ["ada", "bob"], "days": ["monday"], "with": "ada", "role": "owner",
             "open": true, "position": 9223372036854775807, "capacity": 3, "lat": -0, "until": "2026-12-24T18:00:00.5+01:00",
             "date": "2026-12-24", "time": "09:30", "zone": "Europe/Berlin", "inner": {"flag": false},
             "list": [], "newer": {"unknown": [null]}}\
            """);

    assertThat(asked)
        .isEqualTo(
            new Asked(
                "Ours 👍",
                List.of(new PersonId("ada"), new PersonId("bob")),
                Set.of(DayOfWeek.MONDAY),
                new PersonId("ada"),
                Role.OWNER,
                true,
                Long.MAX_VALUE,
                3,
                0.0,
                Instant.parse("2026-12-24T17:00:00.5Z"),
                LocalDate.of(2026, 12, 24),
                LocalTime.of(9, 30),
                ZoneId.of("Europe/Berlin"),
                new Inner(false, null),
                List.of()));
  }

  @Test
  void whatMayBeAbsentIsNullOrEmptyWhenItIs() {
    Asked asked = read("{\"name\":\"x\",\"role\":null,\"members\":null}");

    assertThat(asked.members()).isEmpty();
    assertThat(asked.role()).isNull();
    assertThat(asked.days()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                    | name          | absent",
        "{'name':null}                         | name          | null",
        "{'name':5}                            | name          | number",
        "{'name':true}                         | name          | boolean",
        "{'name':['a']}                        | name          | array",
        "{'name':{'a':1}}                      | name          | object",
        "{'name':'x','members':'ada'}          | members       | string",
        "{'name':'x','members':{}}             | members       | object",
        "{'name':'x','members':['a',null]}     | members[1]    | null",
        "{'name':'x','members':['a',5]}        | members[1]    | number",
        "{'name':'x','members':['a',['b']]}    | members[1]    | array",
        "{'name':'x','days':[null]}            | days[0]       | null",
        "{'name':'x','days':[1]}               | days[0]       | number",
        "{'name':'x','with':1}                 | with          | number",
        "{'name':'x','with':{'value':'a'}}     | with          | object",
        "{'name':'x','role':0}                 | role          | number",
        "{'name':'x','role':'OWNER'}           | role          | string",
        "{'name':'x','role':''}                | role          | string",
        "{'name':'x','role':'emperor'}         | role          | string",
        "{'name':'x','open':'true'}            | open          | string",
        "{'name':'x','open':1}                 | open          | number",
        "{'name':'x','position':1.0}           | position      | number",
        "{'name':'x','position':1e2}           | position      | number",
        "{'name':'x','position':'1'}           | position      | string",
        "{'name':'x','position':-1}            | position      | number",
        "{'name':'x','position':9223372036854775808} | position | number",
        "{'name':'x','capacity':2147483648}    | capacity      | number",
        "{'name':'x','capacity':1.5}           | capacity      | number",
        "{'name':'x','capacity':true}          | capacity      | boolean",
        "{'name':'x','lat':'1'}                | lat           | string",
        "{'name':'x','lat':1e400}              | lat           | number",
        "{'name':'x','lat':[1]}                | lat           | array",
        "{'name':'x','until':0}                | until         | number",
        "{'name':'x','until':'tomorrow'}       | until         | string",
        "{'name':'x','until':'+999999999-12-31T23:59:59Z'} | until | string",
        "{'name':'x','until':'-999999999-01-01T00:00:00Z'} | until | string",
        "{'name':'x','until':'2026-02-30T00:00:00Z'} | until   | string",
        "{'name':'x','until':'2026-02-01T24:00:00Z'} | until   | string",
        "{'name':'x','until':'9999-12-31T23:59:59-18:00'} | until | string",
        "{'name':'x','until':'0000-01-01T00:00:00+18:00'} | until | string",
        "{'name':'x','until':'2026-02-01T00:00:00+19:00'} | until | string",
        "{'name':'x','date':'+999999999-12-31'} | date         | string",
        "{'name':'x','date':[2026,1,1]}        | date          | array",
        "{'name':'x','time':[9,0]}             | time          | array",
        "{'name':'x','time':'25:00'}           | time          | string",
        "{'name':'x','zone':'Mars/Olympus'}    | zone          | string",
        "{'name':'x','zone':'+05:30'}          | zone          | string",
        "{'name':'x','zone':'UTC+05:30'}       | zone          | string",
        "{'name':'x','zone':'GMT+5'}           | zone          | string",
        "{'name':'x','zone':'Z'}               | zone          | string",
        "{'name':'x','zone':'europe/berlin'}   | zone          | string",
        "{'name':'x','zone':3}                 | zone          | number",
        "{'name':'x','inner':[]}               | inner         | array",
        "{'name':'x','inner':'flag'}           | inner         | string",
        "{'name':'x','inner':{}}               | inner.flag    | absent",
        "{'name':'x','list':[{'flag':true},{'flag':0}]} | list[1].flag | number",
        "{'name':'x','list':[{'flag':true,'text':'\\ud800'}]} | list[0].text | half a surrogate pair",
        "{'name':'\\udc00x'}                   | name          | half a surrogate pair",
        "{'name':'x','name':'y'}               | name          | it twice",
        "{'name':'x','inner':{'flag':true,'flag':true}} | inner.flag | it twice",
        "{'name':'x','new':1,'new':1}          | body          | one twice",
        "{'name':'x','new':{'a':1,'a':1}}      | body          | one twice",
        "{'name':'x','new':[[{'a':1,'b':{'c':1,'c':1}}]]} | body | one twice",
        "{'name':'x','inner':{'flag':true,'new':1,'new':1}} | inner | one twice",
        "{'name':'x','lat':NaN}                | body          | 'no JSON from line 1, column 22'",
        "{'name':'x'} {}                       | body          | more behind it",
        "{'name':'x'},                         | body          | 'no JSON from line 1, column 13'",
        "{'name':'x'                           | body          | 'no JSON from line 1, column 12'",
        "{'name':'x',}                         | body          | 'no JSON from line 1, column 13'",
        "[]                                    | body          | array",
        "null                                  | body          | null",
        "42                                    | body          | number",
        "{name:'x'}                            | body          | 'no JSON from line 1, column 2'"
      },
      quoteCharacter = '"')
  void whatIsOfAnotherFormIsRefusedWithItsPlaceAndKind(String json, String field, String kind) {
    FieldError error = error(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));

    assertThat(error.field()).isEqualTo(field);
    assertThat(error.received()).isEqualTo(kind.replace("'", ""));
    assertThat(error.expected()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0af", "e080af", "eda080", "f4908080", "ff", "c3"})
  void whatIsNotUtf8IsRefused(String hex) {
    String json =
        HexFormat.of().formatHex("{\"name\":\"".getBytes(StandardCharsets.UTF_8))
            + hex
            + HexFormat.of().formatHex("\"}".getBytes(StandardCharsets.UTF_8));

    assertThat(error(HexFormat.of().parseHex(json)))
        .isEqualTo(new FieldError("body", "JSON in UTF-8", "bytes that are not UTF-8"));
  }

  @Test
  void aByteOrderMarkIsRefused() {
    assertThat(error("\ufeff{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8)).received())
        .isEqualTo("a byte order mark");
    assertThat(error("{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_16)).field())
        .isEqualTo("body");
    assertThat(error("{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_16BE)).field())
        .isEqualTo("body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void depthIsRefusedWhereverItIs(String opening) {
    String deep = "{\"name\":\"x\",\"newer\":" + opening.repeat(100_000);

    assertThat(error(deep.getBytes(StandardCharsets.UTF_8)).field()).isEqualTo("body");
  }

  @Test
  void aDomainTypeRefusesByItsOwnReasonAndTheFieldIsNamed() {
    assertThatThrownBy(() -> read("{\"name\":\"x\",\"members\":[\"ada\",\"no id\"]}"))
        .isInstanceOfSatisfying(
            Rejected.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.INVALID_ID);
              assertThat(Objects.requireNonNull(refusal.error()).field()).isEqualTo("members[1]");
            });
  }

  @Test
  void noBodyIsAnEmptyObject() {
    record Nothing() {}

    assertThat(StrictJson.read(Nothing.class, new byte[0])).isEqualTo(new Nothing());
    assertThat(error(new byte[0])).isEqualTo(new FieldError("name", "a string", "absent"));
  }

  @Test
  void theRefusalSaysForPeopleWhatToDo() {
    assertThatThrownBy(() -> read("{\"name\":\"x\",\"role\":0}"))
        .isInstanceOfSatisfying(
            Rejected.class,
            refusal ->
                assertThat(refusal.detail())
                    .isEqualTo("role: expected one of owner, moderator, member, received number."));
  }

  @Test
  void theKeyOfABodyThatIsWrongIsMadeOutAllTheSame() {
    assertThat(
            StrictJson.keyIn(
                "{\"a\":{\"key\":1},\"key\":\"k\",\"text\":".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("k");
    assertThat(StrictJson.keyIn("{\"key\":5}".getBytes(StandardCharsets.UTF_8))).isNull();
    assertThat(StrictJson.keyIn("[\"key\"]".getBytes(StandardCharsets.UTF_8))).isNull();
    assertThat(StrictJson.keyIn(new byte[0])).isNull();
  }
}
