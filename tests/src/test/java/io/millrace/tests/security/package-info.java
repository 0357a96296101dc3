/** Who is let in, and what they are shown: certificates, brokers that ask for log-ins, secrets. */
@NullMarked
package io.millrace.tests.security;

import org.jspecify.annotations.NullMarked;
