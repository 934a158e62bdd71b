import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({ selector: 'app-imports-page', changeDetection: ChangeDetectionStrategy.OnPush, template: '' })
export class ImportsPage {}
