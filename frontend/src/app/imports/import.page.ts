import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({ selector: 'app-import-page', changeDetection: ChangeDetectionStrategy.OnPush, template: '' })
export class ImportPage {}
