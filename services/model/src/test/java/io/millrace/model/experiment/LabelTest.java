package io.millrace.model.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelTest {
  @Test
  void shouldReadWhatItWrites() {
    List<Label> labels =
        List.of(
            new Label("x", 7, "control", null),
            new Label("y", 8, "b", List.of(0, 2, 30)),
            new Label("y", 8, "c", List.of()));
    String text = String.join(",", labels.stream().map(Label::text).toList());

    assertThat(text).isEqualTo("x@7:control,y@8:b[0 2 30],y@8:c[]");
    assertThat(Label.all(text)).isEqualTo(labels);
  }

  @Test
  void shouldLeaveOutWhatCannotBeRead() {
    assertThat(Label.all("nonsense,@1:a,x@:a,x@a:b,x:1@b,x@1:a[1,x@1:a[-1],x@1:a[99999]"))
        .isEmpty();
    assertThat(Label.all(null)).isEmpty();
  }

  @Test
  void shouldCountEveryItemOfAListThatIsTheArms() {
    Label label = new Label("x", 1, "a", null);

    assertThat(label.of(List.of("1", "2"))).containsExactly("1", "2");
    assertThat(label.has(1)).isTrue();
    assertThat(label.place()).isEqualTo("x");
  }

  @Test
  void shouldCountTheTeamsItemsAloneWhenListIsInterleaved() {
    Label label = new Label("x", 1, "a", List.of(0, 2, 9));

    assertThat(label.of(List.of("1", "2", "3"))).containsExactly("1", "3");
    assertThat(label.has(1)).isFalse();
    assertThat(label.has(2)).isTrue();
    assertThat(label.place()).isNotEqualTo(new Label("x", 1, "b", List.of(1)).place());
    assertThat(Label.experimentOf(label.place())).isEqualTo("x");
    assertThat(Label.experimentOf("x")).isEqualTo("x");
  }
}
