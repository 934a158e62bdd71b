import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({ selector: 'app-new-import-page', changeDetection: ChangeDetectionStrategy.OnPush, template: '' })
export class NewImportPage {}
