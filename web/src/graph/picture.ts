// What /graph.json and /api/neighbours answer, and the address of a picture.

export interface Node {
  id: string;
  label: string;
  name: string;
  kind: string;
  segment: string;
  mark: string;
  colour: string;
  href: string;
  open: boolean;
}

export interface Group {
  of: string;
  key: string;
  label: string;
  mark: string;
  colour: string;
  count: number;
}

export interface Proof {
  href: string;
  document: string;
  quote: string;
  more: number;
}

export interface Edge {
  from: string;
  to: string;
  label: string;
  proof?: Proof;
}

export interface Shown {
  key: string;
  label: string;
  kind: string;
  mark: string;
  colour: string;
  shown: number;
  total: number;
}

export interface Picture {
  query: string;
  nodes: Node[];
  groups: Group[];
  edges: Edge[];
  relations: Record<string, Shown[]>;
  left_out: number;
  complete: boolean;
}

export interface Neighbours {
  of: Node;
  relations: { key: string; label: string; kind: string; mark: string; colour: string; total: number }[];
  members?: { nodes: (Node & { proof?: Proof })[]; total: number; next?: string };
}

/** The id of a group in the picture. */
export const groupId = (group: Group) => `${group.key}@${group.of}`;

/** The parameters of the picture that is shown, to be changed. */
export class View {
  constructor(private readonly parameters: URLSearchParams) {}

  static here(): View {
    return new View(new URLSearchParams(location.search));
  }

  get query(): string {
    return this.parameters.toString();
  }

  private changed(change: (parameters: URLSearchParams) => void): View {
    const parameters = new URLSearchParams(this.parameters);
    change(parameters);
    return new View(parameters);
  }

  private static without(parameters: URLSearchParams, name: string, gone: (value: string) => boolean): void {
    const kept = parameters.getAll(name).filter((value) => !gone(value));
    parameters.delete(name);
    kept.forEach((value) => parameters.append(name, value));
  }

  /** With the relations of one more thing. */
  opening(id: string): View {
    return this.changed((parameters) => {
      if (!this.isOpen(id)) parameters.append("open", id);
    });
  }

  /** Without the relations of a thing that was opened. */
  closing(id: string): View {
    return this.changed((parameters) => {
      View.without(parameters, "open", (value) => value === id);
      View.without(parameters, "all", (value) => value.endsWith(`@${id}`));
      if (!parameters.getAll("of").includes(id) && !parameters.getAll("add").includes(id)) parameters.append("add", id);
    });
  }

  /** Whether it was opened, and can be closed. */
  canClose(id: string): boolean {
    return this.parameters.getAll("open").includes(id);
  }

  isOpen(id: string): boolean {
    return this.canClose(id) || this.parameters.getAll("of").includes(id);
  }

  /** With things beside. */
  adding(ids: string[]): View {
    return this.changed((parameters) => {
      View.without(parameters, "hide", (value) => ids.includes(value));
      ids.filter((id) => !parameters.getAll("add").includes(id)).forEach((id) => parameters.append("add", id));
    });
  }

  /** With all of one relation. */
  withAll(key: string, of: string): View {
    return this.changed((parameters) => parameters.append("all", `${key}@${of}`)).opening(of);
  }

  /** Without a thing. */
  hiding(id: string): View {
    return this.changed((parameters) => {
      for (const name of ["of", "open", "add"]) View.without(parameters, name, (value) => value === id);
      View.without(parameters, "all", (value) => value.endsWith(`@${id}`));
      parameters.append("hide", id);
    });
  }

  /** Whether things of a kind are shown. */
  shows(segment: string): boolean {
    return !this.parameters.getAll("without").includes(segment);
  }

  /** With or without things of a kind. */
  toggling(segment: string): View {
    return this.changed((parameters) => {
      if (this.shows(segment)) parameters.append("without", segment);
      else View.without(parameters, "without", (value) => value === segment);
    });
  }

  /** Whether there is something to begin with. */
  get isEmpty(): boolean {
    return !this.parameters.has("of") && !this.parameters.has("add");
  }
}
