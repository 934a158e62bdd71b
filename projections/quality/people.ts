import { splitAgentNames } from '#domain/terms/agent-name.js';
import { remembering } from './memory.js';

/** The people that a text names, each once, in the order given. */
export const peopleIn = remembering((text): readonly string[] => [...new Set(splitAgentNames(text))]);
