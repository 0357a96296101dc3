package io.millrace.features.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.model.feature.FaultCode;
import io.millrace.schemas.RatingEvent;
import io.millrace.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RatingReaderTest {
  private static final String OURS = Topics.RATINGS.codec().schema().toString();

  /** As another house would write it: names of its own, no event id, and more besides. */
  private static final String THEIRS =
      """
      {"type":"record","name":"Stars","namespace":"com.acme.shop","fields":[
       {"name":"channel","type":{"type":"enum","name":"Channel","symbols":["WEB","APP"]}},
       {"name":"user_id","type":"string"},
       {"name":"item_id","type":"string"},
       {"name":"rating","type":"int"},
       {"name":"tags","type":{"type":"array","items":"string"}},
       {"name":"timestamp","type":{"type":"long","logicalType":"timestamp-millis"}}]}
      """;

  private static final RegistrySettings SETTINGS =
      new RegistrySettings(
          null, Duration.ofSeconds(5), 2, Duration.ofSeconds(60), Duration.ofSeconds(5));

  private final AtomicLong nanos = new AtomicLong();
  private StubRegistry registry;
  private RatingReader reader;

  @BeforeEach
  void start() throws IOException {
    registry = new StubRegistry();
    reader =
        new RatingReader(
            new WriterSchemas(
                new HttpSchemaRegistry(registry.url(), Duration.ofSeconds(5), null),
                SETTINGS,
                new RegistryMetrics(new SimpleMeterRegistry()),
                nanos::get));
  }

  @AfterEach
  void stop() {
    reader.close();
    registry.close();
  }

  @Test
  void shouldReadTheBytesOfTheCommonSerializers() {
    registry.put(258, OURS);
    // Written by hand: byte 0, the id in network byte order; then Avro's binary encoding: strings
    // with their lengths, a double in little-endian IEEE 754, a zigzag long, a union's branch.
    byte[] value =
        HexFormat.of()
            .parseHex(
                "00" // magic
                    + "00000102" // 258
                    + "06616e6e" // "ann"
                    + "043132" // "12"
                    + "0000000000001240" // 4.5
                    + "8080e98bae31" // 848,000,000,000
                    + "00"); // null

    assertThat(reader.read(value))
        .isEqualTo(new RatingEvent("ann", "12", 4.5, 848_000_000_000L, null));
    assertThat(registry.asked()).containsExactly("/schemas/ids/258");
  }

  @Test
  void shouldReadItsOwnEncodingBesideWithoutAskingAnybody() {
    RatingEvent event = new RatingEvent("u", "i", 3.0, 1L, "e");

    assertThat(reader.read(Topics.RATINGS.codec().encode(event))).isEqualTo(event);
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void shouldResolveTheWritersSchemaToOurs() throws IOException {
    registry.put(7, THEIRS);

    assertThat(reader.read(theirs(7, "u", 4))).isEqualTo(new RatingEvent("u", "i", 4.0, 12L, null));
  }

  @Test
  void shouldAskOnceForASchemaAlsoWhenTheRegistryIsGone() throws IOException {
    registry.put(7, THEIRS);
    reader.read(theirs(7, "u", 4));
    registry.always(new StubRegistry.Reply(503, ""));

    assertThat(reader.read(theirs(7, "v", 5)).getUserId()).isEqualTo("v");
    assertThat(registry.asked()).hasSize(1);
  }

  @Test
  void shouldForgetTheSchemaUsedLeastRecently() throws IOException {
    registry.put(1, THEIRS);
    registry.put(2, THEIRS);
    registry.put(3, THEIRS);
    for (int id : new int[] {1, 2, 1, 3, 1, 2}) {
      reader.read(theirs(id, "u", 4));
    }

    assertThat(registry.asked())
        .as("two are kept")
        .containsExactly("/schemas/ids/1", "/schemas/ids/2", "/schemas/ids/3", "/schemas/ids/2");
  }

  @Test
  void shouldRefuseAnUnknownIdAndAskAgainAfterAWhile() throws IOException {
    byte[] value = theirs(9, "u", 4);

    assertThat(refusal(value)).isEqualTo(FaultCode.UNKNOWN_SCHEMA);
    registry.put(9, THEIRS);
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(refusal(value)).isEqualTo(FaultCode.UNKNOWN_SCHEMA);
    assertThat(registry.asked()).hasSize(1);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(reader.read(value).getUserId()).isEqualTo("u");
  }

  @Test
  void shouldBlameNoRecordWhenTheRegistryDoesNotAnswer() throws IOException {
    byte[] value = theirs(7, "u", 4);
    registry.put(7, THEIRS);
    registry.always(new StubRegistry.Reply(500, ""));

    assertThat(reader.isDecided(value)).isFalse();
    assertThatThrownBy(() -> reader.read(value))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("schema id 7");
    assertThat(registry.asked()).as("left alone for a moment").hasSize(1);
    registry.always(null);
    nanos.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(reader.isDecided(value)).isTrue();
    assertThat(reader.read(value).getUserId()).isEqualTo("u");
  }

  @Test
  void shouldSayWhatASchemaLacks() throws IOException {
    registry.put(
        4,
        """
        {"type":"record","name":"RatingEvent","fields":[
         {"name":"userId","type":"string"},{"name":"itemId","type":"long"}]}
        """);

    UnreadableRatingException fault = fault(new byte[] {0, 0, 0, 0, 4, 2, 'u', 2});

    assertThat(fault.fault().code()).isEqualTo(FaultCode.INCOMPATIBLE_SCHEMA);
    assertThat(fault.fault().reason())
        .contains("schema id 4")
        .contains("rating")
        .contains("timestamp");
  }

  @Test
  void shouldRefuseSchemasOfOtherTypes() {
    registry.reply(5, new StubRegistry.Reply(200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}"));

    UnreadableRatingException fault = fault(new byte[] {0, 0, 0, 0, 5, '{', '}'});

    assertThat(fault.fault().code()).isEqualTo(FaultCode.INCOMPATIBLE_SCHEMA);
    assertThat(fault.fault().reason()).contains("must be of type AVRO, was JSON");
  }

  @Test
  void shouldRefuseBytesThatAreNotOneRecord() throws IOException {
    registry.put(7, THEIRS);
    byte[] whole = theirs(7, "u", 4);

    assertThat(refusal(Arrays.copyOf(whole, whole.length - 1))).isEqualTo(FaultCode.UNDECODABLE);
    assertThat(refusal(Arrays.copyOf(whole, whole.length + 1))).isEqualTo(FaultCode.UNDECODABLE);
    assertThat(refusal(new byte[] {0, 0, 0, 0})).isEqualTo(FaultCode.UNDECODABLE);
  }

  @Test
  void shouldNameTheSettingWhereThereIsNoRegistry() throws IOException {
    byte[] value = theirs(7, "u", 4);

    assertThatThrownBy(() -> RatingReader.withoutRegistry().read(value))
        .isInstanceOf(UnreadableRatingException.class)
        .hasMessageContaining("schema id 7")
        .hasMessageContaining("features.registry.url");
  }

  private FaultCode refusal(byte[] value) {
    return fault(value).fault().code();
  }

  private UnreadableRatingException fault(byte[] value) {
    return catchThrowableOfType(UnreadableRatingException.class, () -> reader.read(value));
  }

  private static byte[] theirs(int id, String userId, int rating) throws IOException {
    Schema schema = new SchemaParser().parse(THEIRS).mainSchema();
    GenericRecord record = new GenericData.Record(schema);
    record.put("channel", new GenericData.EnumSymbol(schema.getField("channel").schema(), "APP"));
    record.put("user_id", userId);
    record.put("item_id", "i");
    record.put("rating", rating);
    record.put("tags", List.of("a", "b"));
    record.put("timestamp", 12L);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    return out.toByteArray();
  }
}
