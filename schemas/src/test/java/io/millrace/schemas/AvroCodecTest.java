package io.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class AvroCodecTest {
  private final AvroCodec<RatingEvent> codec = Topics.RATINGS.codec();
  private final RatingEvent event =
      new RatingEvent("u\u00e4", "\ud83c\udfac", 4.5, 978_300_760_000L, null);

  @Test
  void shouldReadBackWhatItWrites() {
    assertThat(codec.decode(codec.encode(event))).isEqualTo(event);
  }

  @Test
  void shouldReadBackNestedRecords() {
    AvroCodec<UserFeatures> users = Topics.USER_FEATURES.codec();
    UserAggregates aggregates =
        new UserAggregates(
            new RatingStatistics(2L, 14L, 116L),
            new DecayedCount(1.5, 5L),
            new GenreTastes(5L, List.of(new GenreTaste("Film-Noir", -2.5, 1.0))),
            5L,
            new Demographics(25, "F", null, "48067"));
    UserFeatures state =
        new UserFeatures("u", aggregates, List.of(new RatedItem("i", 9, 5L)), 3, 17L);

    assertThat(users.decode(users.encode(state))).isEqualTo(state);
  }

  @Test
  void shouldWriteAvrosOwnSingleObjectEncoding() throws IOException {
    byte[] theirs =
        new BinaryMessageEncoder<RatingEvent>(
                org.apache.avro.specific.SpecificData.getForClass(RatingEvent.class),
                codec.schema())
            .encode(event)
            .array();

    assertThat(codec.encode(event)).isEqualTo(Arrays.copyOf(theirs, codec.encode(event).length));
  }

  @Test
  void shouldReadAManifestFromBeforeThereWereDeltas() throws IOException {
    Schema v1 =
        new Schema.Parser()
            .parse(
                java.nio.file.Path.of("src/test/resources/frozen/v1/ModelManifest.avsc").toFile());
    ModelManifest manifest =
        new ModelManifest(
            "g000001",
            GateVerdict.PUBLISHED,
            null,
            1,
            5L,
            2,
            3L,
            "a",
            1,
            9L,
            "b",
            List.of(),
            new Judgement(Map.of(), Map.of(), Map.of(), Map.of(), Map.of()),
            new Provenance("fused", "cpu", Map.of(), "", 1L, "", "", "", 10L, 1.5),
            null);
    // The one new field is the last: a record of the version before is a prefix of ours.
    byte[] bytes =
        new BinaryMessageEncoder<>(
                org.apache.avro.specific.SpecificData.getForClass(ModelManifest.class), v1)
            .encode(manifest)
            .array();

    assertThat(Topics.MODEL_MANIFESTS.codec().decode(bytes)).isEqualTo(manifest);
  }

  @Test
  void shouldReadARecordOfAnEarlierVersion() throws IOException {
    Schema earlier =
        SchemaBuilder.record("RatingEvent")
            .namespace("io.millrace.schemas")
            .fields()
            .requiredString("userId")
            .requiredString("itemId")
            .requiredDouble("rating")
            .requiredLong("timestamp")
            .endRecord();
    byte[] bytes =
        new BinaryMessageEncoder<>(GenericData.get(), earlier)
            .encode(
                new GenericRecordBuilder(earlier)
                    .set("userId", "u")
                    .set("itemId", "i")
                    .set("rating", 3.0)
                    .set("timestamp", 7L)
                    .build())
            .array();

    assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(UndecodableException.class);
    assertThat(AvroCodec.of(RatingEvent.class, earlier).decode(bytes))
        .isEqualTo(new RatingEvent("u", "i", 3.0, 7L, null));
  }

  @Test
  void shouldReadItemsOfTheFirstVersion() throws IOException {
    Schema first = EarlierSchemas.of("Item.v1");
    byte[] bytes =
        new BinaryMessageEncoder<>(GenericData.get(), first)
            .encode(
                new GenericRecordBuilder(first)
                    .set("itemId", "i")
                    .set("genres", List.of("Drama"))
                    .set("attributes", Map.of())
                    .build())
            .array();

    assertThat(Topics.ITEMS.codec().decode(bytes))
        .isEqualTo(new Item("i", null, null, List.of("Drama"), Map.of(), true, null));
  }

  @Test
  void shouldRefuseWhatIsNoRecord() {
    byte[] whole = codec.encode(event);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> codec.decode(part))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(UndecodableException.class)
          .hasMessageContaining("RatingEvent");
    }
    byte[] json = "{\"userId\":1}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> codec.decode(json)).isInstanceOf(UndecodableException.class);
  }

  @Test
  void shouldRefuseAClaimOfGigabytesWithoutMakingRoomForThem() {
    byte[] claim = Arrays.copyOf(codec.encode(event), 15);
    // Zigzag varint of 1,900,000,000, the length of userId.
    byte[] length = {(byte) 0x80, (byte) 0xCC, (byte) 0xFD, (byte) 0x93, 0x0E};
    System.arraycopy(length, 0, claim, 10, 5);

    assertThatThrownBy(() -> codec.decode(claim))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("1900000000");
  }

  @Test
  void shouldRefuseAClaimOfBillionsOfElementsWithoutMakingRoomForThem() {
    AvroCodec<Item> items = AvroCodec.of(Item.class);
    Item item = new Item("a", null, null, List.of(), Map.of(), true, null);
    // Header, itemId "a", no title, no year, then 1,900,000,000 genres as a zigzag varint.
    byte[] claim = Arrays.copyOf(items.encode(item), 19);
    byte[] count = {(byte) 0x80, (byte) 0xCC, (byte) 0xFD, (byte) 0x93, 0x0E};
    System.arraycopy(count, 0, claim, 14, 5);

    assertThatThrownBy(() -> items.decode(claim))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("1900000000");
  }

  @Test
  void shouldRefuseOrReadButNeverFailOtherwiseOnDamagedBytes() {
    long seed = 7;
    Random random = new Random(seed);
    for (int n = 0; n < 20_000; n++) {
      byte[] damaged = codec.encode(event);
      damaged[10 + random.nextInt(damaged.length - 10)] = (byte) random.nextInt(256);
      try {
        assertThat(codec.decode(damaged)).as("seed " + seed).isNotNull();
      } catch (UndecodableException e) {
        assertThat(e).as("seed " + seed).hasMessageContaining("RatingEvent");
      }
    }
  }
}
