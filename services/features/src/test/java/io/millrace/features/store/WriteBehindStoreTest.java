package io.millrace.features.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteBehindStoreTest {
  private static final ValueForm<String> TEXT =
      new ValueForm<>() {
        @Override
        public byte[] encode(String value) {
          return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
          return new String(bytes, StandardCharsets.UTF_8);
        }
      };

  @TempDir Path dir;
  private final KeyValueStore<Bytes, byte[]> below =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("below"), Serdes.Bytes(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();
  private final List<String> written = new ArrayList<>();
  private final WriteBehindStore<String> store = new WriteBehindStore<>(below, TEXT, 2);

  @BeforeEach
  void open() {
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir.toFile());
    store.init(context.getStateStoreContext(), store);
    store.onWrite((key, value) -> written.add(key + "=" + value));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private @Nullable String below(String key) {
    byte[] bytes = below.get(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
    return bytes == null ? null : TEXT.decode(bytes);
  }

  @Test
  void shouldWriteAChangedKeyOncePerCommit() {
    store.put("a", "1");
    store.put("a", "2");
    assertThat(store.get("a")).isEqualTo("2");
    assertThat(below("a")).isNull();

    store.flushCache();
    store.flushCache();
    assertThat(below("a")).isEqualTo("2");
    assertThat(written).containsExactly("a=2");
  }

  @Test
  void shouldWriteWhatIsCrowdedOut() {
    store.put("a", "1");
    store.put("b", "1");
    store.get("a");
    store.put("c", "1");

    assertThat(written).containsExactly("b=1");
    assertThat(store.get("b")).isEqualTo("1");
  }

  @Test
  void shouldDeleteBelowAtTheCommit() {
    store.put("a", "1");
    store.flushCache();
    store.delete("a");
    assertThat(store.get("a")).isNull();
    assertThat(below("a")).isEqualTo("1");

    store.flushCache();
    assertThat(below("a")).isNull();
    assertThat(written).containsExactly("a=1", "a=null");
  }

  @Test
  void shouldForgetWhatWasNotWrittenWhenTheTransactionIsAborted() {
    store.put("a", "1");
    store.flushCache();
    store.put("a", "2");
    store.clearCache();

    assertThat(store.get("a")).isEqualTo("1");
  }

  @Test
  void shouldFindUnwrittenKeysByPrefix() {
    store.put("u\0a", "1");
    store.put("u\0b", "2");
    store.put("ux\0a", "3");

    assertThat(store.withPrefix("u\0")).containsExactly("1", "2");
  }

  @Test
  void shouldBeFlushedByTheTaskBeforeItCommits() {
    assertThat((StateStore) store).isInstanceOf(CachedStateStore.class);
  }
}
