package io.millrace.trainer.protocol.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.UserFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationDataTest {
  private static final ListedRatings RATINGS =
      ListedRatings.of(
          "10 7 4 30", "10 11 4 20", "9 7 4 10", "9 11 3 10", "9 5 3 40", "8 11 1 50", "8 7 7 60");

  @Test
  void shouldLeaveOutUsersAndItemsAgainAndAgainUntilEachHasEnough() {
    EvaluationData data = EvaluationData.read(RATINGS, 2, null);

    // Item 5 has one rating; user 8 has one that is valid, of item 11.
    assertThat(data.universe()).isEqualTo(new Universe(4, List.of("9", "10"), List.of("7", "11")));
    assertThat(data.invalid()).isEqualTo(1);
    assertThat(data.outside()).isEqualTo(2);
  }

  @Test
  void shouldKeepTimeAndFileOrder() {
    EvaluationData data = EvaluationData.read(RATINGS, 1, null);

    assertThat(data.universe().items()).containsExactly("5", "7", "11");
    assertThat(data.universe().users()).containsExactly("8", "9", "10");
    assertThat(data.log().itemIds().get(data.log().item(0))).isEqualTo("7");
    assertThat(data.log().itemIds().get(data.log().item(1))).isEqualTo("11");
    assertThat(data.log().time(5)).isEqualTo(50_000);
  }

  @Test
  void shouldJudgeAPartInTheUniverseOfTheWholeWhenItIsGiven(@TempDir Path directory) {
    Path file = directory.resolve("deep/universe.tsv");
    EvaluationData.read(RATINGS, 2, null).universe().write(file);

    EvaluationData part =
        EvaluationData.read(ListedRatings.upTo(RATINGS, 15_000), 5, Universe.read(file));

    assertThat(part.universe().users()).containsExactly("9", "10");
    assertThat(part.universe().ratings()).isEqualTo(4);
    assertThat(part.log().size()).isEqualTo(2);
    assertThat(part.log().userIds()).containsExactly("9", "10");
  }

  @Test
  void shouldSayWhatIsWrongWithAUniverse(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("universe.tsv");
    Files.writeString(file, "user\t1\nfilm\t2\n");
    assertThatThrownBy(() -> Universe.read(file))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll("--universe", "line 2", "film");
    Files.writeString(file, "user\t1\n");
    assertThatThrownBy(() -> Universe.read(file))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("0 items");
    Files.writeString(file, "user\t1\nitem\t2\n");
    assertThatThrownBy(() -> Universe.read(file))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("must have a line \"ratings\"");
    Files.writeString(file, "ratings\t-3\nuser\t1\nitem\t2\n");
    assertThatThrownBy(() -> Universe.read(file))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll("line 1", "-3");
    assertThatThrownBy(() -> Universe.read(directory.resolve("missing")))
        .isInstanceOf(UserFault.class)
        .hasMessageContaining("missing");
  }

  @Test
  void shouldSayThatNothingIsLeftWhenTheCoreIsTooDeep() {
    assertThatThrownBy(() -> EvaluationData.read(RATINGS, 5, null))
        .isInstanceOf(UserFault.class)
        .hasMessageContainingAll("--k-core", "6 valid ratings of 3 items by 3 users");
  }

  @Test
  void shouldCutAtTheQuantileOfTimesAndAfterWhatSharesItsMoment() {
    EvaluationData data = EvaluationData.read(RATINGS, 1, null);
    assertThat(new Cut.Quantile(0.5).millis(data.log())).isEqualTo(20_000);
    assertThat(new Cut.Quantile(0.5).firstAfter(data.log())).hasValue(3);
    assertThat(new Cut.Quantile(0.1).firstAfter(data.log())).hasValue(2);
    assertThat(new Cut.Moment(20).firstAfter(data.log())).hasValue(3);
    Cut late = new Cut.Moment(50);
    assertThat(late.firstAfter(data.log())).isEmpty();
    assertThat(late.outside(data.log(), "give up"))
        .hasMessageContainingAll("--cut", "from 10 to 50", "choose a time between");
  }

  @Test
  void shouldSayThatAllTimesAreEqual() {
    EvaluationData data =
        EvaluationData.read(ListedRatings.of("1 1 4 10", "1 2 4 10", "2 1 4 10"), 1, null);
    Cut cut = new Cut.Quantile(0.9);
    assertThat(cut.firstAfter(data.log())).isEmpty();
    assertThat(cut.outside(data.log(), "take others"))
        .hasMessageContainingAll("--quantile", "all at one time", "take others");
  }
}
