// The WebSocket: follows one user, sends ratings, comes back by itself when the connection is lost.
import { protocols } from "./key.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

export class Stream {
  #socket = null;
  #wanted = null;
  #followed = null;
  #pause = FIRST_PAUSE;
  #timer = 0;
  #hear;
  #tell;

  /**
   * @param hear called with every message
   * @param tell called with "connecting", "live" or "lost"
   */
  constructor(hear, tell) {
    this.#hear = hear;
    this.#tell = tell;
  }

  get live() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Follows a user with these options; whom it followed before, no more. */
  follow(subscription) {
    this.#wanted = subscription;
    if (this.live) this.#subscribe();
    else if (!this.#socket) this.#connect();
  }

  /** Follows nobody. */
  leave() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#wanted = null;
    this.#followed = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#tell("off");
  }

  /** Sends a rating; whether it could be sent. */
  rate(event) {
    if (!this.live) return false;
    this.#socket.send(JSON.stringify({ event }));
    return true;
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#tell("connecting");
    const url = new URL("v1/stream", document.baseURI);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.hash = "";
    const socket = new WebSocket(url, protocols());
    this.#socket = socket;
    socket.onopen = () => {
      this.#pause = FIRST_PAUSE;
      this.#tell("live");
      this.#subscribe();
    };
    socket.onmessage = message => socket === this.#socket && this.#hear(JSON.parse(message.data));
    socket.onclose = () => socket === this.#socket && this.#lost();
  }

  #subscribe() {
    if (!this.#wanted) return;
    if (this.#followed && this.#followed !== this.#wanted.userId) {
      this.#socket.send(JSON.stringify({ unsubscribe: { userId: this.#followed } }));
    }
    this.#followed = this.#wanted.userId;
    this.#socket.send(JSON.stringify({ subscribe: this.#wanted }));
  }

  #lost() {
    this.#socket = null;
    this.#followed = null;
    this.#tell("lost");
    this.#timer = setTimeout(() => this.#wanted && this.#connect(), this.#pause);
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
  }
}
